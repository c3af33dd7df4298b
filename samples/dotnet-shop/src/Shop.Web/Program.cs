var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("catalog", client => client.BaseAddress = new Uri(builder.Configuration["CATALOG_URL"] ?? "http://localhost:5001"));

var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.MapGet("/", async (IHttpClientFactory clients) => await clients.CreateClient("catalog").GetStringAsync("products"));
app.Run();
