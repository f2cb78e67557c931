import { useTranslation } from 'react-i18next';
import { formatPosition } from '@/lib/position';
import styles from './photos.module.css';

export interface Photo {
  fileId: string;
  name: string;
  position?: { latitudeMicro: number; longitudeMicro: number } | null;
}

/** Photos of one report as small pictures; each leads to the large one. What the camera wrote beside the picture is in neither. */
export function PhotoStrip({ photos, label }: { photos: readonly Photo[]; label: string }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.strip} aria-label={label}>
      {photos.map(({ fileId, name, position }) => (
        <li key={fileId} className={styles.photo}>
          <a href={`/v1/files/${fileId}:view?size=VIEW_SIZE_SCREEN`} download={name} title={name}>
            <img
              className={styles.picture}
              src={`/v1/files/${fileId}:view?size=VIEW_SIZE_THUMBNAIL`}
              alt={t('photo.of', { name })}
              loading="lazy"
              width={160}
              height={120}
            />
          </a>
          {position && <span className={styles.place}>{formatPosition(position)}</span>}
        </li>
      ))}
    </ul>
  );
}
