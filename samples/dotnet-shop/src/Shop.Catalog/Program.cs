var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/healthz", () => "ok");
app.MapGet("/products", () => new[] { "teapot", "kettle" });
app.Run();
