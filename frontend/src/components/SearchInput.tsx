import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';

interface Props {
  id: string;
  value: string;
  placeholder?: string | undefined;
  onCommit: (value: string) => void;
}

/** Searches on Enter, on leaving the field and on clearing; never while pinyin is being typed. */
export function SearchInput({ id, value, placeholder, onCommit }: Props) {
  const [text, setText] = useState(value);
  const composing = useRef(false);
  useEffect(() => setText(value), [value]);

  const commit = (next: string) => {
    const trimmed = next.trim();
    if (trimmed !== value) onCommit(trimmed);
  };
  return (
    <Input
      id={id}
      allowClear
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
      onPressEnter={() => {
        if (!composing.current) commit(text);
      }}
      onBlur={() => commit(text)}
    />
  );
}
