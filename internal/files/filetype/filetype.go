// Package filetype tells what a file is by its content. It lets three kinds in, only whole ones, and none that a browser
// could take for a page.
package filetype

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // the format of photos
	_ "image/png"  // the format of scans
	"net/http"
	"path"
	"strings"
)

// Media types that are let in.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
)

// extensions are those a file of the type is saved with; the first is added to a name that has none of them.
var extensions = map[string][]string{PDF: {".pdf"}, JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, PNG: {".png"}}

// Why a content is not let in.
var (
	ErrKind   = errors.New("filetype: neither PDF nor JPEG nor PNG")
	ErrBroken = errors.New("filetype: not whole")
	ErrPixels = errors.New("filetype: too many pixels")
	ErrActive = errors.New("filetype: holds a page or a script")
)

// MaxPixels and MaxSide bound an image, so that whoever opens one is not made to hold gigabytes.
const (
	MaxPixels = 100_000_000
	MaxSide   = 30_000
)

// Detect returns the media type of a content, or why it is not let in.
func Detect(content []byte) (string, error) {
	kind := http.DetectContentType(content)
	if extensions[kind] == nil {
		return "", ErrKind
	}
	if active(content) {
		return "", ErrActive
	}
	if kind == PDF {
		if err := pdf(content); err != nil {
			return "", err
		}
		return PDF, nil
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil || "image/"+format != kind:
		return "", ErrBroken
	case config.Width < 1 || config.Height < 1:
		return "", ErrBroken
	case config.Width > MaxSide || config.Height > MaxSide || config.Width*config.Height > MaxPixels:
		return "", ErrPixels
	}
	whole := wholePNG
	if kind == JPEG {
		whole = wholeJPEG
	}
	if !whole(content) {
		return "", ErrBroken
	}
	return kind, nil
}

// edge is how much of the beginning and the end of a content is looked at for other things.
const edge = 1 << 10

// marks begin a page or a script; no paper and no photo has one at its edges.
var marks = [][]byte{[]byte("<!doctype"), []byte("<html"), []byte("<head"), []byte("<body"), []byte("<svg"), []byte("<script"), []byte("<iframe"),
	[]byte("<?php"), []byte("javascript:")}

// active tells whether somebody has hidden a page or a script at one of the edges.
func active(content []byte) bool {
	head, tail := content[:min(edge, len(content))], content[max(0, len(content)-edge):]
	for _, part := range [][]byte{head, tail} {
		lower := bytes.ToLower(part)
		for _, mark := range marks {
			if bytes.Contains(lower, mark) {
				return true
			}
		}
	}
	return false
}

// pdf tells why a content that begins like a PDF is none.
func pdf(content []byte) error {
	version := content[:min(8, len(content))]
	if !bytes.HasPrefix(version, []byte("%PDF-1.")) && !bytes.HasPrefix(version, []byte("%PDF-2.")) {
		return ErrKind
	}
	if !bytes.Contains(content[max(0, len(content)-edge):], []byte("%%EOF")) {
		return ErrBroken
	}
	return nil
}

// SaveAs is the name a file is to be saved under: with an extension of its kind, so that no program takes it for
// something else.
func SaveAs(name, mediaType string) string {
	for _, extension := range extensions[mediaType] {
		if strings.EqualFold(path.Ext(name), extension) {
			return name
		}
	}
	return name + extensions[mediaType][0]
}
