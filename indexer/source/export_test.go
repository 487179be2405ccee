package source

// Judge lets tests judge answers that no server needs to give.
func Judge(body []byte, mediaType, fetched, answered string) error {
	missing := lookAt([]byte("<title>Oh dear</title><h1>Oh dear</h1><p>Nothing here.</p>"), "https://academy.example/none", false)
	return judge(Content{Body: body, MediaType: mediaType, Address: answered}, fetched, &missing)
}
