// What a library uses and the oldest browser that is let in (Chromium 90, see public/floor.js) does not have. Our own code
// does without; a test sees to it.
const has = Object.prototype.hasOwnProperty;

if (!Object.hasOwn)
  Object.defineProperty(Object, 'hasOwn', {
    value: (object: object, key: PropertyKey) => Reflect.apply(has, object, [key]),
    configurable: true,
    writable: true,
  });
