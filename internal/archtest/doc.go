// Package archtest keeps the house in order: its tests read the import lines of
// every package and fail when an arrow points the wrong way, and read the rooms'
// code for calls that walk around a viewer's scope.
//
// The rules, in the words of the architecture:
//
//   - kernel imports the standard library and kernel;
//   - platform knows nothing of poverty: no room, no app, no room's contract;
//     of the generated ent client only the packages in entUsers know;
//   - rooms are ordered, and a room imports only earlier rooms (and only their
//     contracts);
//   - a concept package, which is a sub-package of a room, imports the standard
//     library and kernel;
//   - nothing imports app except cmd, tools and test kits; nothing imports tools; countytest is for
//     test files, dbtest for those and tools;
//   - an internal package that is none of these has no place in the house yet:
//     give it one here and in the architecture.
//
// Test files are free in what they import, except that the compiler forbids
// cycles.
package archtest
