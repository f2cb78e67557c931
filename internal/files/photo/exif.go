package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
)

// ErrPixels is an image with more than [MaxPixels].
var ErrPixels = errors.New("photo: too many pixels")

// Tags of EXIF that are read.
const (
	tagOrientation  = 0x0112
	tagGPS          = 0x8825
	tagLatitudeRef  = 1
	tagLatitude     = 2
	tagLongitudeRef = 3
	tagLongitude    = 4
)

// Position is where a photo says it was taken, in millionths of a degree, or false when it does not say or says a place
// there is none. (0, 0) is what cameras write that do not know.
func Position(content []byte) (latitude, longitude int32, ok bool) {
	e, found := find(content)
	if !found {
		return 0, 0, false
	}
	gps, found := e.at(e.first(), tagGPS)
	if !found {
		return 0, 0, false
	}
	place := int64(e.order.Uint32(gps.value))
	lat, ok1 := e.degrees(place, tagLatitude, tagLatitudeRef, 'S')
	lon, ok2 := e.degrees(place, tagLongitude, tagLongitudeRef, 'W')
	if !ok1 || !ok2 || math.Abs(lat) > 90 || math.Abs(lon) > 180 || lat == 0 && lon == 0 {
		return 0, 0, false
	}
	return int32(math.Round(lat * 1e6)), int32(math.Round(lon * 1e6)), true
}

// orientation is how the camera was held, 1 to 8; 1 when the photo does not say.
func orientation(content []byte) int {
	if e, found := find(content); found {
		if way, found := e.at(e.first(), tagOrientation); found {
			return int(e.order.Uint16(way.value))
		}
	}
	return 1
}

// exif is the block of a JPEG that the camera writes beside the picture.
type exif struct {
	data  []byte
	order binary.ByteOrder
}

// entry is one value of it: what kind, how many, and the four bytes that are the value or tell where it is.
type entry struct {
	kind  uint16
	count uint32
	value []byte
}

// find finds the block in a JPEG.
func find(content []byte) (exif, bool) {
	const app1, scan = 0xe1, 0xda
	for at := 2; at+4 <= len(content) && content[0] == 0xff && content[at] == 0xff; {
		marker, size := content[at+1], int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + size
		if marker == scan || size < 2 || end > len(content) {
			break
		}
		if body := content[at+4 : end]; marker == app1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) && len(body) >= 14 {
			e := exif{data: body[6:]}
			switch string(e.data[:4]) {
			case "II*\x00":
				e.order = binary.LittleEndian
			case "MM\x00*":
				e.order = binary.BigEndian
			default:
				return exif{}, false
			}
			return e, true
		}
		at = end
	}
	return exif{}, false
}

// first is where the first directory is.
func (e exif) first() int64 { return int64(e.order.Uint32(e.data[4:])) }

// at looks a tag up in the directory at a place.
func (e exif) at(place int64, tag uint16) (entry, bool) {
	if place < 8 || place+2 > int64(len(e.data)) {
		return entry{}, false
	}
	for i := range int64(e.order.Uint16(e.data[place:])) {
		from := place + 2 + i*12
		if from+12 > int64(len(e.data)) {
			break
		}
		if row := e.data[from : from+12]; e.order.Uint16(row) == tag {
			return entry{e.order.Uint16(row[2:]), e.order.Uint32(row[4:]), row[8:]}, true
		}
	}
	return entry{}, false
}

// degrees reads degrees, minutes and seconds, each a fraction, below zero when the letter beside them says so.
func (e exif) degrees(place int64, tag, letterTag uint16, below byte) (float64, bool) {
	const rational = 5
	fractions, found := e.at(place, tag)
	letter, lettered := e.at(place, letterTag)
	if !found || !lettered || fractions.kind != rational || fractions.count != 3 {
		return 0, false
	}
	from := int64(e.order.Uint32(fractions.value))
	if from+24 > int64(len(e.data)) {
		return 0, false
	}
	sum := 0.0
	for i, unit := range []float64{1, 60, 3600} {
		above, under := e.order.Uint32(e.data[from+int64(i)*8:]), e.order.Uint32(e.data[from+int64(i)*8+4:])
		if under == 0 {
			return 0, false
		}
		sum += float64(above) / float64(under) / unit
	}
	if letter.value[0] == below {
		sum = -sum
	}
	return sum, true
}
