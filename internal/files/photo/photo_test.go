package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// taken is a JPEG with the EXIF block of a camera: how it was held, and where.
func taken(t interface{ Fatal(...any) }, img image.Image, order binary.AppendByteOrder, way uint16, latitude, longitude float64) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	u16, u32 := order.AppendUint16, order.AppendUint32
	row := func(b []byte, tag, kind uint16, count uint32, value []byte) []byte {
		return append(u32(u16(u16(b, tag), kind), count), append(value, make([]byte, 4-len(value))...)...)
	}
	head := []byte("II*\x00")
	if order.String() == "BigEndian" {
		head = []byte("MM\x00*")
	}
	tiff := u16(u32(head, 8), 2)
	tiff = row(tiff, tagOrientation, 3, 1, u16(nil, way))
	tiff = row(tiff, tagGPS, 4, 1, u32(nil, 38))
	tiff = u16(u32(tiff, 0), 4)
	letter := func(value float64, above, below string) []byte {
		if value < 0 {
			return []byte(below + "\x00")
		}
		return []byte(above + "\x00")
	}
	tiff = row(tiff, tagLatitudeRef, 2, 2, letter(latitude, "N", "S"))
	tiff = row(tiff, tagLatitude, 5, 3, u32(nil, 92))
	tiff = row(tiff, tagLongitudeRef, 2, 2, letter(longitude, "E", "W"))
	tiff = row(tiff, tagLongitude, 5, 3, u32(nil, 116))
	tiff = u32(tiff, 0)
	for _, value := range []float64{latitude, longitude} {
		value = math.Abs(value)
		minutes := (value - math.Floor(value)) * 60
		seconds := (minutes - math.Floor(minutes)) * 60
		for _, part := range [][2]uint32{{uint32(value), 1}, {uint32(minutes), 1}, {uint32(math.Round(seconds * 100000)), 100000}} {
			tiff = u32(u32(tiff, part[0]), part[1])
		}
	}
	block := append([]byte("Exif\x00\x00"), tiff...)
	app1 := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(block)+2)), block...)
	return slices.Concat(out.Bytes()[:2], app1, out.Bytes()[2:])
}

func picture(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{uint8(x * 255 / width), uint8(y * 255 / height), 40, 255})
		}
	}
	return img
}

// TestWhereAPhotoWasTaken: whatever place a camera writes, in whichever byte order, is read to a hundred-thousandth of a
// degree; and the picture made of the photo says nothing of it.
func TestWhereAPhotoWasTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		latitude, longitude := rapid.Float64Range(0.001, 89.9).Draw(t, "latitude"), rapid.Float64Range(0.001, 179.9).Draw(t, "longitude")
		if rapid.Bool().Draw(t, "south") {
			latitude = -latitude
		}
		if rapid.Bool().Draw(t, "west") {
			longitude = -longitude
		}
		order := rapid.SampledFrom([]binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian}).Draw(t, "order")
		photo := taken(t, picture(20, 10), order, 1, latitude, longitude)
		lat, lon, ok := Position(photo)
		if !ok || math.Abs(float64(lat)-latitude*1e6) > 2 || math.Abs(float64(lon)-longitude*1e6) > 2 {
			t.Fatalf("%v %v is read as %d %d, %v", latitude, longitude, lat, lon, ok)
		}
		shown, err := Render(photo, rapid.IntRange(1, 40).Draw(t, "side"))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, ok := Position(shown); ok || bytes.Contains(shown, []byte("Exif")) {
			t.Fatal("the picture for the screen says where it was taken")
		}
	})
}

// TestAnythingIsNoPosition: whatever bytes stand in a photo, nothing breaks.
func TestAnythingIsNoPosition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := taken(t, picture(4, 4), binary.LittleEndian, 6, 30.8, 116.3)
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			content[rapid.IntRange(2, 180).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		content = content[:rapid.IntRange(0, len(content)).Draw(t, "cut")]
		if lat, lon, ok := Position(content); ok && (lat < -90_000_000 || lat > 90_000_000 || lon < -180_000_000 || lon > 180_000_000) {
			t.Fatalf("%d %d is no place", lat, lon)
		}
		_, _ = Render(content, 3)
	})
}

// TestPicturesFit: no side is longer than asked for, small images keep their size, and the shape stays.
func TestPicturesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height, side := rapid.IntRange(1, 90).Draw(t, "width"), rapid.IntRange(1, 90).Draw(t, "height"), rapid.IntRange(1, 100).Draw(t, "side")
		var scan bytes.Buffer
		if err := png.Encode(&scan, picture(width, height)); err != nil {
			t.Fatal(err)
		}
		shown, err := Render(scan.Bytes(), side)
		if err != nil {
			t.Fatal(err)
		}
		got, kind, err := image.DecodeConfig(bytes.NewReader(shown))
		if err != nil || kind != "jpeg" {
			t.Fatal(kind, err)
		}
		longer := max(width, height)
		if longer <= side && (got.Width != width || got.Height != height) || max(got.Width, got.Height) != min(side, longer) {
			t.Fatalf("%d×%d becomes %d×%d for %d", width, height, got.Width, got.Height, side)
		}
	})
}

// TestPicturesAreUpright: a photo whose red corner is at the top left when looked at has it there, however the camera was held.
func TestPicturesAreUpright(t *testing.T) {
	upright := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			c := color.RGBA{0, 0, 0, 255}
			if x < 32 && y < 16 {
				c.R = 255
			}
			upright.Set(x, y, c)
		}
	}
	inverse := map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
	for way := range 8 {
		held := turn(upright, inverse[way+1])
		shown, err := Render(taken(t, held, binary.BigEndian, uint16(way+1), 1, 1), 64)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(shown))
		if err != nil {
			t.Fatal(err)
		}
		red := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r > 0x8000 }
		if img.Bounds().Dx() != 64 || !red(8, 8) || red(56, 8) || red(8, 28) || red(56, 28) {
			t.Errorf("way %d is not upright", way+1)
		}
	}
}

// TestTransparentIsWhite: what a scan leaves open is paper.
func TestTransparentIsWhite(t *testing.T) {
	var scan bytes.Buffer
	if err := png.Encode(&scan, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	shown, err := Render(scan.Bytes(), 8)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(shown))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := img.At(4, 4).RGBA(); min(r, g, b) < 0xf000 {
		t.Error("an open scan is dark")
	}
}

func TestCamerasThatDoNotKnow(t *testing.T) {
	if _, _, ok := Position(taken(t, picture(2, 2), binary.BigEndian, 1, 0, 0)); ok {
		t.Error("0, 0 is taken for a place")
	}
	if _, err := Render([]byte("no image"), 5); err == nil {
		t.Error("no image is rendered")
	}
}
