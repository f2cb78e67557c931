import { useQuery } from '@tanstack/react-query';
import { regionQuery } from '@/lib/api/queries';

/** Short name of a region by its code. */
export function RegionName({ code }: { code: string }) {
  const region = useQuery({ ...regionQuery(code), enabled: code !== '' });
  if (code === '') return <>--</>;
  return <>{region.data?.shortName || region.data?.name || code}</>;
}
