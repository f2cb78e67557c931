package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	filesv1 "zhengcun/api/zhengcun/files/v1"
)

// keep keeps a file with a record, as the person who would.
func (s *site) keep(ctx context.Context, who string, subject filesv1.FileSubject, id, name string, content []byte) error {
	_, err := filesv1.NewFileServiceClient(s.as(who)).CreateFile(ctx, &filesv1.CreateFileRequest{Subject: subject, SubjectId: id, Name: name, Content: content})
	return err
}

// photo is a picture of a road through hills, drawn and not taken.
func photo() ([]byte, error) {
	const width, height, horizon = 640, 400, 150
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{
		color.RGBA{0xbf, 0xdd, 0xf2, 0xff}, color.RGBA{0x5c, 0x8a, 0x4e, 0xff}, color.RGBA{0x7f, 0xb0, 0x62, 0xff},
		color.RGBA{0x9a, 0x9a, 0x94, 0xff}, color.RGBA{0xf4, 0xf4, 0xee, 0xff}})
	const sky, hill, field, road, line = 0, 1, 2, 3, 4
	for y := range height {
		for x := range width {
			at := sky
			if ridge := horizon - 60 + (x-200)*(x-200)/900; y >= min(ridge, horizon-10+x%7) {
				at = hill
			}
			if y >= horizon {
				at = field
				middle, half := width/2+(height-y)/5, 8+(y-horizon)*5/8
				switch off := x - middle; {
				case off > -2-half/40 && off < 2+half/40 && (y*y/900)%2 == 0:
					at = line
				case off > -half && off < half:
					at = road
				}
			}
			img.SetColorIndex(x, y, uint8(at))
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

// sheet is a PDF of one page: a title in Latin letters, which need no font, and empty lines to sign on.
func sheet(title string) []byte {
	var page strings.Builder
	fmt.Fprintf(&page, "BT /F1 20 Tf 72 760 Td (%s) Tj ET\nBT /F1 11 Tf 72 735 Td (Zhengcun demo: made up, signed by nobody) Tj ET\n", title)
	for y := 680; y >= 120; y -= 40 {
		fmt.Fprintf(&page, "72 %d m 523 %d l S\n", y, y)
	}
	page.WriteString("72 120 451 560 re S\n")
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%sendstream", page.Len(), page.String()),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}
