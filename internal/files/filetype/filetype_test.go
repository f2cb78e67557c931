package filetype

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func encode(t interface{ Fatal(...any) }, kind string, width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		img.Set(x, (x*7)%height, color.RGBA{uint8(x * 31), uint8(x * 17), uint8(x), 255})
	}
	var out bytes.Buffer
	var err error
	if kind == PNG {
		err = png.Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const smallPDF = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"

// Images of any size are whole, and no beginning of one is.
func TestImagesAreWholeOrNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{PNG, JPEG}).Draw(t, "kind")
		content := encode(t, kind, rapid.IntRange(1, 60).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height"))
		if got, err := Detect(content); got != kind || err != nil {
			t.Fatalf("a whole %s is %q, %v", kind, got, err)
		}
		cut := rapid.IntRange(0, len(content)-1).Draw(t, "cut")
		if got, err := Detect(content[:cut]); err == nil {
			t.Fatalf("%d of %d bytes of a %s are a %q", cut, len(content), kind, got)
		}
	})
}

// Whatever comes, nothing else is let in, and nothing breaks the program.
func TestAnythingElse(t *testing.T) {
	beginnings := []string{"", "%PDF-1.4\n", "\xff\xd8\xff\xe0", "\xff\xd8\xff\xda\x00\x02", "\x89PNG\r\n\x1a\n", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"}
	rapid.Check(t, func(t *rapid.T) {
		content := append([]byte(rapid.SampledFrom(beginnings).Draw(t, "beginning")), rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "rest")...)
		_, _ = wholeJPEG(append([]byte{0xff, 0xd8}, content...)), wholePNG(append(make([]byte, 8), content...))
		if kind, err := Detect(content); err == nil && (kind != PDF || !bytes.Contains(content, []byte("%%EOF"))) {
			t.Fatalf("%q is a %s", content, kind)
		}
	})
}

// header is a PNG that says how large it is and has nothing in it.
func header(width, height uint32) []byte {
	chunk := func(name string, data []byte) []byte {
		body := append([]byte(name), data...)
		return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(data))), body, binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(size, 8, 2, 0, 0, 0)), chunk("IEND", nil))
}

func TestDetect(t *testing.T) {
	photo := encode(t, JPEG, 50, 40)
	scan := encode(t, PNG, 50, 40)
	wrongSum := slices.Clone(scan)
	wrongSum[len(wrongSum)-1] ^= 1
	for name, test := range map[string]struct {
		content []byte
		kind    string
		err     error
	}{
		"PDF":                              {[]byte(smallPDF), PDF, nil},
		"PDF 2":                            {[]byte("%PDF-2.0\n%%EOF\r\n"), PDF, nil},
		"PDF of another world":             {[]byte("%PDF-9.0\n%%EOF"), "", ErrKind},
		"PDF whose end is long ago":        {append([]byte(smallPDF), make([]byte, edge)...), "", ErrBroken},
		"page that calls itself PDF":       {[]byte("<!DOCTYPE html>%PDF-1.4\n%%EOF"), "", ErrKind},
		"PDF that is a page too":           {[]byte("%PDF-1.4\n<Script>x</Script>\n%%EOF"), "", ErrActive},
		"PDF with a page at its end":       {append([]byte(smallPDF), "\n<SVG onload=x>"...), "", ErrActive},
		"photo with a film behind":         {append(slices.Clone(photo), "\x00\x00\x00\x18ftypmp42"...), JPEG, nil},
		"photo with a page behind":         {append(slices.Clone(photo), "<html>"...), "", ErrActive},
		"photo of progressive scans":       {twice(photo), JPEG, nil},
		"photo without its end":            {photo[:len(photo)-2], "", ErrBroken},
		"scan with a wrong checksum":       {wrongSum, "", ErrBroken},
		"scan with something behind":       {append(slices.Clone(scan), 0), "", ErrBroken},
		"as large as may be":               {header(10_000, 10_000), PNG, nil},
		"one line too many":                {header(10_000, 10_001), "", ErrPixels},
		"too long a side":                  {header(MaxSide+1, 1), "", ErrPixels},
		"sides whose product would wrap":   {header(1<<31-1, 1<<31-1), "", ErrBroken},
		"no side":                          {header(0, 5), "", ErrBroken},
		"nothing":                          {nil, "", ErrKind},
		"GIF":                              {[]byte("GIF89a\x01\x00\x01\x00"), "", ErrKind},
		"WebP":                             {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "", ErrKind},
		"ZIP":                              {[]byte("PK\x03\x04"), "", ErrKind},
		"drawing":                          {[]byte("<svg xmlns='x'/>"), "", ErrKind},
		"signature of a PNG without image": {[]byte("\x89PNG\r\n\x1a\n"), "", ErrBroken},
	} {
		kind, err := Detect(test.content)
		if kind != test.kind || !errors.Is(err, test.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, kind, err, test.kind, test.err)
		}
	}
}

// twice gives a JPEG its scan a second time, as progressive ones have several.
func twice(photo []byte) []byte {
	scan := bytes.Index(photo, []byte{0xff, startOfScan})
	body := photo[scan : len(photo)-2]
	return slices.Concat(photo[:scan], body, []byte{0xff}, body, photo[len(photo)-2:]) // with a fill byte between
}

func TestSaveAs(t *testing.T) {
	for _, test := range []struct{ name, kind, want string }{
		{"发票.png", PNG, "发票.png"}, {"发票.PNG", PNG, "发票.PNG"}, {"a.jpeg", JPEG, "a.jpeg"}, {"a.html", PNG, "a.html.png"},
		{"a", PDF, "a.pdf"}, {"a.pdf", JPEG, "a.pdf.jpg"}, {".pdf", PDF, ".pdf"}, {"a.exe", PDF, "a.exe.pdf"},
	} {
		if got := SaveAs(test.name, test.kind); got != test.want {
			t.Errorf("%s as %s is saved as %s, want %s", test.name, test.kind, got, test.want)
		}
	}
}
