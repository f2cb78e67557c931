// Runs before the screens and is written for every browser there ever was: one below the floor (Chromium 90, Firefox 98,
// Safari 15.4) gets the notice in the page instead of screens that would break somewhere. It asks for features, not names.
(function () {
  var fits = false;
  try {
    // Chromium 90, Firefox 88, Safari 15. Not as a literal: an older browser could not read the file.
    new RegExp('a', 'd');
    fits =
      'noModule' in document.createElement('script') &&
      // Firefox 98, Safari 15.4.
      typeof HTMLDialogElement.prototype.showModal === 'function' &&
      CSS.supports('selector(:where(a))');
  } catch (tooOld) {
    fits = false;
  }
  var notice = document.getElementById('too-old');
  // Without their place the screens do not start.
  var unwanted = fits ? notice : document.getElementById('root');
  unwanted.parentNode.removeChild(unwanted);
  if (!fits) notice.removeAttribute('hidden');
})();
