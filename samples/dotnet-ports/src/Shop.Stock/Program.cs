var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/healthz", () => "ok");
app.MapGet("/stock", () => new[] { new { Product = "teapot", Left = 3 } });
app.Run();
