import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface Props {
  /** The exact figure: fen, or a count. */
  value: bigint | number;
  /** Name of the total in the list that must equal it. */
  total: string;
  /** The list it opens; none when the viewer may not see one. */
  to: string | null;
  className?: string | undefined;
  children: ReactNode;
}

/** A figure is a link to the list it was counted from. The data attributes let one test check all of them. */
export function FigureLink({ value, total, to, className, children }: Props) {
  if (to === null) return <span className={className}>{children}</span>;
  return (
    <Link to={to} className={className} data-figure={value.toString()} data-figure-total={total}>
      {children}
    </Link>
  );
}
