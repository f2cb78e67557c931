import { Button } from 'antd';
import { Link } from 'react-router';
import type { Operation } from '@/lib/access';
import { useMayCall } from '@/lib/session';

/** The way to a form, for those who may send it. */
export function NewButton({ operation, to, label }: { operation: Operation; to: string; label: string }) {
  const mayCall = useMayCall();
  if (!mayCall(operation)) return null;
  return (
    <Link to={to}>
      <Button type="primary" tabIndex={-1}>
        {label}
      </Button>
    </Link>
  );
}
