// Package photo reads where a photo was taken and makes pictures for the screen of it: upright, small enough, and with
// nothing of what the camera has written beside the picture.
package photo

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	_ "image/png" // scans
)

// MaxPixels bounds what is decoded. Photos of telephones have up to 50 million pixels as a rule.
const MaxPixels = 64_000_000

// Render makes a JPEG of an image, with sides of at most so many pixels, turned as its camera was held, on white. It
// carries nothing but the picture. An image that cannot be decoded, or has more than [MaxPixels], is an error.
func Render(content []byte, side int) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if config.Width*config.Height > MaxPixels {
		return nil, ErrPixels
	}
	full, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, turn(shrink(full, side), orientation(content)), &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}

// shrink makes an image of at most so many pixels a side, each the mean of those it stands for.
func shrink(full image.Image, side int) *image.RGBA {
	from := full.Bounds()
	width, height := from.Dx(), from.Dy()
	if longer := max(width, height); longer > side {
		width, height = max(1, width*side/longer), max(1, height*side/longer)
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	// The source is drawn in strips, so that no second image of its size is needed.
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), from.Dy()/height+1))
	for y := range height {
		top, bottom := y*from.Dy()/height, max((y+1)*from.Dy()/height, y*from.Dy()/height+1)
		area := image.Rect(0, 0, from.Dx(), bottom-top)
		draw.Draw(strip, area, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, area, full, image.Pt(from.Min.X, from.Min.Y+top), draw.Over)
		for x := range width {
			mean(strip, to.Pix[to.PixOffset(x, y):], x*from.Dx()/width, max((x+1)*from.Dx()/width, x*from.Dx()/width+1), bottom-top)
		}
	}
	return to
}

// mean writes the mean colour of some columns of a strip.
func mean(strip *image.RGBA, pixel []uint8, left, right, rows int) {
	var sum [3]int
	for row := range rows {
		for at := strip.PixOffset(left, row); at < strip.PixOffset(right-1, row)+4; at += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(strip.Pix[at]), sum[1]+int(strip.Pix[at+1]), sum[2]+int(strip.Pix[at+2])
		}
	}
	n := (right - left) * rows
	pixel[0], pixel[1], pixel[2], pixel[3] = uint8(sum[0]/n), uint8(sum[1]/n), uint8(sum[2]/n), 255
}

// turn puts an image upright that was taken with the camera held in one of the eight ways of EXIF.
func turn(img *image.RGBA, way int) *image.RGBA {
	if way < 2 || way > 8 {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	width, height := w, h
	if way >= 5 {
		width, height = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			var fx, fy int
			switch way {
			case 2:
				fx, fy = w-1-x, y
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fx, fy = x, h-1-y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8:
				fx, fy = w-1-y, x
			}
			copy(to.Pix[to.PixOffset(x, y):], img.Pix[img.PixOffset(fx, fy):img.PixOffset(fx, fy)+4])
		}
	}
	return to
}
