package web

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

//go:embed static
var staticFiles embed.FS

const foreverPublic = "public, max-age=31536000, immutable"

// assets are the style sheets and scripts, served below an address that holds a hash of them all, so that they can be kept for ever.
type assets struct {
	hash      string            // of all files
	files     map[string][]byte // by name
	embed     []byte            // the script of the custom element, whole
	embedHash string            // of embed, for its address
	integrity string            // of embed, for its integrity attribute (W3C SRI)
}

func loadAssets() (*assets, error) {
	a := &assets{files: map[string][]byte{}}
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := staticFiles.ReadFile(name)
		a.files[path.Base(name)] = body
		sum.Write([]byte(name))
		sum.Write(body)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:12]
	a.joinEmbed()
	return a, nil
}

// joinEmbed makes one script of the combobox, which the pages use as a module, and the element around it.
func (a *assets) joinEmbed() {
	combobox := bytes.ReplaceAll(a.files["combobox.js"], []byte("\nexport "), []byte("\n"))
	_, element, _ := bytes.Cut(a.files["embed.js"], []byte("from './combobox.js';\n"))
	a.embed = slices.Concat(combobox, element)
	sum := sha512.Sum384(a.embed)
	a.embedHash = hex.EncodeToString(sum[:])[:12]
	a.integrity = "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

// at is the address of an asset.
func (a *assets) at(name string) string { return "/static/" + a.hash + "/" + name }

// static sends an asset. One of another build is gone: its page would not fit it.
func (s *Server) static(c *gin.Context) {
	body, ok := s.assets.files[c.Param("name")]
	if !ok || c.Param("hash") != s.assets.hash {
		s.fail(c, search.ErrNotFound)
		return
	}
	sendAsset(c, c.Param("name"), body, foreverPublic)
}

// embedScript sends the custom element: at /embed.js the current one, at /embed.HASH.js that one for ever.
func (s *Server) embedScript(cache string) gin.HandlerFunc {
	return func(c *gin.Context) { sendAsset(c, "embed.js", s.assets.embed, cache) }
}

func sendAsset(c *gin.Context, name string, body []byte, cache string) {
	c.Header("Cache-Control", cache)
	c.Header("Content-Type", contentType(name))
	c.Header("ETag", `W/"`+shortHash(body)+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// contentType goes by the ending; what the platform's table says of scripts differs from machine to machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	if t := mime.TypeByExtension(strings.ToLower(path.Ext(name))); t != "" {
		return t
	}
	return "application/octet-stream"
}
