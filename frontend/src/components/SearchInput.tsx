import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './plain.module.css';

interface Props {
  id: string;
  value: string;
  placeholder?: string | undefined;
  onCommit: (value: string) => void;
}

/** Searches on Enter, on leaving the field and on clearing; never while pinyin is being typed. */
export function SearchInput({ id, value, placeholder, onCommit }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const composing = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setText(value), [value]);

  const commit = (next: string) => {
    const trimmed = next.trim();
    if (trimmed !== value) onCommit(trimmed);
  };
  return (
    <div className={styles.search}>
      <input
        ref={field}
        id={id}
        type="text"
        enterKeyHint="search"
        className={styles.field}
        value={text}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={100}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '' && !composing.current) commit('');
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !composing.current) commit(text);
        }}
        onBlur={() => commit(text)}
      />
      {text && (
        <button
          type="button"
          className={styles.clear}
          // Escape and Delete do the same for those who type.
          tabIndex={-1}
          aria-label={t('filter.clearSearch')}
          // The field is not left, or what is half typed would be searched first.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            setText('');
            commit('');
            field.current?.focus();
          }}
        >
          ×
        </button>
      )}
    </div>
  );
}
