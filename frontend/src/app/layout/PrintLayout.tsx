import { lazy, Suspense } from 'react';
import { Navigate, Outlet } from 'react-router';
import { useSession } from '@/lib/session';
import { useSessionLost } from '@/lib/sessionLost';
import { SignedIn } from './SignedIn';

const ReLogin = lazy(() => import('@/components/ReLogin'));

/** Papers stand alone: no menu and no header is around them. */
export function PrintLayout() {
  return (
    <SignedIn>
      <Papers />
    </SignedIn>
  );
}

function Papers() {
  const { user } = useSession();
  const lost = useSessionLost();
  // The password an administrator gave is changed first.
  if (user.mustChangePassword) return <Navigate to="/" replace />;
  return (
    <main id="main">
      <Outlet />
      {lost && (
        <Suspense>
          <ReLogin />
        </Suspense>
      )}
    </main>
  );
}
