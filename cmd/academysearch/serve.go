package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"academysearch/indexer/ledger"
	"academysearch/search"
	"academysearch/web"
)

type serveFlags struct {
	listen, adminListen string
	publicURL, contact  string
	trustedProxies      []string
	allowOrigins        []string
	rateLimit           float64
	serveOriginals      bool
	logQueries          bool
}

func (a *App) serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the search page and the API; new generations of the index are followed without a restart",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	f.register(cmd, "127.0.0.1:8081")
	return cmd
}

// register adds the flags that serve and demo share.
func (f *serveFlags) register(cmd *cobra.Command, admin string) {
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "address to answer readers on")
	flags.StringVar(&f.adminListen, "admin-listen", admin, "address to answer staff on; empty for none")
	flags.StringVar(&f.publicURL, "public-url", "", "address under which readers reach this server, as https://search.example")
	flags.StringVar(&f.contact, "contact", "", "whom to write to about this service, as mailto:… or https://…")
	flags.StringSliceVar(&f.trustedProxies, "trusted-proxy", nil, "network of proxies whose X-Forwarded-For is believed (repeatable)")
	flags.StringSliceVar(&f.allowOrigins, "allow-origin", nil, "origin whose pages may read the API (repeatable; default: all)")
	flags.Float64Var(&f.rateLimit, "rate-limit", web.DefaultRateLimit, "requests a second and client; 0 for no limit")
	flags.BoolVar(&f.serveOriginals, "serve-originals", false, "offer the originals of publications with a public address, too")
	flags.BoolVar(&f.logQueries, "log-queries", false, "write readers' words to the log")
}

func (a *App) serve(ctx context.Context, f serveFlags) (err error) {
	a.chatty = true
	engine, err := a.openIndex()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	if _, err := engine.Status(ctx); errors.Is(err, search.ErrNotReady) {
		a.log().Warn("nothing is indexed yet; searches answer 503 until the first index run ends", "data", a.data)
	}
	return a.answer(ctx, engine, f)
}

// answer serves one index until ctx ends.
func (a *App) answer(ctx context.Context, engine search.Searcher, f serveFlags) error {
	server, err := a.server(engine, f)
	if err != nil {
		return usage(err)
	}
	group, ctx := errgroup.WithContext(ctx)
	if f.adminListen != "" {
		admin, err := listen(ctx, f.adminListen, "admin-listen")
		if err != nil {
			return err
		}
		a.say("metrics at http://%s/metrics", admin.Addr())
		group.Go(func() error { return server.ServeAdmin(ctx, admin) })
	}
	readers, err := listen(ctx, f.listen, "listen")
	if err != nil {
		return err
	}
	if err := a.tellAddress(readers.Addr(), f); err != nil {
		return err
	}
	group.Go(func() error { return server.Serve(ctx, readers) })
	return group.Wait()
}

func (a *App) server(engine search.Searcher, f serveFlags) (*web.Server, error) {
	proxies, err := prefixes(f.trustedProxies)
	if err != nil {
		return nil, err
	}
	return web.New(web.Config{
		Search: engine, Originals: originals{ledger.NewBlobs(a.data)}, ServeOriginals: f.serveOriginals, PublicURL: f.publicURL,
		TrustedProxies: proxies, AllowedOrigins: f.allowOrigins, RateLimit: f.rateLimit, Contact: f.contact, LogQueries: f.logQueries,
		Version: buildVersion().Version, Log: a.log(),
	})
}

// prefixes reads networks ("10.0.0.0/8") and single addresses.
func prefixes(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		if ip, err := netip.ParseAddr(text); err == nil {
			all = append(all, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %q is no network of the form 10.0.0.0/8", text)
		}
		all = append(all, p)
	}
	return all, nil
}

func listen(ctx context.Context, address, flag string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --%s", err, flag)
	}
	return l, nil
}

// tellAddress prints where the service is reached: the one thing that a script needs.
func (a *App) tellAddress(addr net.Addr, f serveFlags) error {
	url := cmp.Or(f.publicURL, "http://"+addr.String()+"/")
	if a.json {
		return a.print(map[string]string{"url": url, "listen": addr.String()})
	}
	_, err := fmt.Fprintf(a.Stdout, "serving at %s (Ctrl-C stops)\n", url)
	return err
}
