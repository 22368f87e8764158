"""Writers of reference pages, one file a page. They read the code and write Markdown; they know no page by hand."""
