var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("stock", client => client.BaseAddress = new Uri(builder.Configuration["Stock:Url"]!));

var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.MapGet("/orders", async (IHttpClientFactory clients) => await clients.CreateClient("stock").GetStringAsync("stock"));
app.Run();
