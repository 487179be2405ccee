"""Tantivy as a peer of the benchmark, through its Python binding: a search, an aggregation of five facets, ten snippets."""

import os
import sys

import peer
import tantivy

FACETS = ("topic", "speaker", "kind", "series", "year")
AGGREGATION = {facet: {"terms": {"field": facet, "size": 20}} for facet in FACETS}


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem", index_option="position")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Tantivy:
    version = tantivy.__version__.split()[1].strip("v,")

    def folder(self, folder):
        return os.path.join(folder, "tantivy")

    def index(self, folder):
        os.makedirs(self.folder(folder))
        writer = tantivy.Index(schema(), path=self.folder(folder)).writer(256 << 20, 1)

        def add(text, facets):
            document = tantivy.Document()
            document.add_text("text", text)
            for facet, values in facets.items():
                for value in values:
                    document.add_text(facet, value)
            writer.add_document(document)

        def finish():
            writer.commit()
            writer.wait_merging_threads()

        return add, finish

    def open(self, folder):
        index = tantivy.Index.open(self.folder(folder))
        searcher = index.searcher()

        def page(words):
            query = index.parse_query(words, ["text"])
            result = searcher.search(query, 10)
            searcher.aggregate(query, AGGREGATION)
            snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
            snippets.set_max_num_chars(280)
            best = [snippets.snippet_from_doc(searcher.doc(address)) for _, address in result.hits]
            if best and not best[0].highlighted():
                sys.exit(f"nothing to quote for {words}")
            return result.count

        return page


peer.run(Tantivy())
