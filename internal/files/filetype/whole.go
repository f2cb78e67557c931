package filetype

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// wholePNG tells whether a content is a PNG from its first chunk to its last, with right checksums and nothing behind.
func wholePNG(content []byte) bool {
	rest := content[8:] // the signature
	for len(rest) >= 12 {
		size := int64(binary.BigEndian.Uint32(rest))
		if size > int64(len(rest))-12 {
			return false
		}
		end := 8 + size
		if binary.BigEndian.Uint32(rest[end:]) != crc32.ChecksumIEEE(rest[4:end]) {
			return false
		}
		last := bytes.Equal(rest[4:8], []byte("IEND"))
		if rest = rest[end+4:]; last {
			return len(rest) == 0
		}
	}
	return false
}

// Markers of JPEG that matter here.
const (
	endOfImage  = 0xd9
	startOfScan = 0xda
	restart     = 0xd0 // to 0xd7
	standsAlone = 0x01
)

// wholeJPEG tells whether a JPEG has scans and comes to its end. Telephones put more behind it: previews, depths, films.
func wholeJPEG(content []byte) bool {
	at, scans := 2, 0 // after the start of the image
	for at+1 < len(content) {
		if content[at] != 0xff {
			return false
		}
		marker := content[at+1]
		at += 2
		switch {
		case marker == 0xff: // a fill byte
			at--
			continue
		case marker == endOfImage:
			return scans > 0
		case marker == standsAlone || marker >= restart && marker < restart+8:
			continue
		}
		if at+2 > len(content) {
			return false
		}
		at += int(binary.BigEndian.Uint16(content[at:]))
		if marker == startOfScan {
			scans++
			at = afterScan(content, at)
		}
	}
	return false
}

// afterScan is where the compressed data that begins at a place ends: at the next marker that is no part of it.
func afterScan(content []byte, at int) int {
	for at+1 < len(content) {
		next := bytes.IndexByte(content[at:], 0xff)
		if next < 0 {
			break
		}
		at += next
		if at+1 == len(content) {
			break
		}
		switch m := content[at+1]; {
		case m == 0xff: // a fill byte
			at++
		case m == 0 || m >= restart && m < restart+8:
			at += 2
		default:
			return at
		}
	}
	return len(content)
}
