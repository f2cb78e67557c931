import './lib/floor';
import './styles/tokens.css';
import './styles/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startI18n } from './lib/i18n';

const root = document.getElementById('root');
if (root) void startI18n().then((i18n) => createRoot(root).render(<App i18n={i18n} />));
