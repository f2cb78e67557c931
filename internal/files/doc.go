// Package files owns the files kept with records (附件): scanned papers and photos of claims, acceptances and projects. The
// row is in the database, the content under the row's id in the store ([zhengcun/internal/platform/blobs]).
//
// Invariants: a file belongs to one record for good and is seen by whoever sees the record; it comes and goes only while
// the record may be changed, by those who may change it; it is a PDF, JPEG or PNG by its content
// ([zhengcun/internal/files/filetype]); a record has at most [MaxOfRecord] and never the same content twice; what is
// handed out has the SHA-256 of what was taken in.
//
// A content is stored before its row and removed after it, so that no row lacks its content. Contents without a row,
// which an ended transaction or a removal leaves behind, are dropped by [Room.Clean] when they are older than a day.
//
// The room must never trust the name, the kind or the checksum that a sender gives, and never show a file as a page.
package files
