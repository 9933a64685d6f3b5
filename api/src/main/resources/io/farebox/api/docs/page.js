// The document is served next to this page; no validator elsewhere is asked about it.
SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
