using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SvcLint.Model.DotNet;
using SourceText = SvcLint.Text.SourceText;

namespace SvcLint.CSharp.Tests;

public sealed class CodeReaderTests
{
    [Theory]
    [InlineData("o.ListenAnyIP(8080);", "Endpoint * 8080")]
    [InlineData("o.ListenAnyIP(port: 8080, configure: l => l.UseHttps());", "Endpoint * 8080")]
    [InlineData("o.ListenLocalhost(5000);", "Endpoint localhost 5000")]
    [InlineData("o.Listen(IPAddress.Any, 80);", "Endpoint 0.0.0.0 80")]
    [InlineData("o.Listen(System.Net.IPAddress.IPv6Any, 80);", "Endpoint :: 80")]
    [InlineData("o.Listen(IPAddress.Loopback, 80, l => { });", "Endpoint 127.0.0.1 80")]
    [InlineData("""o.Listen(IPAddress.Parse("10.0.0.1"), 80);""", "Endpoint 10.0.0.1 80")]
    [InlineData("o.Listen(new IPEndPoint(IPAddress.IPv6Loopback, 81));", "Endpoint ::1 81")]
    [InlineData("const int Port = 5001; o.ListenAnyIP(Port);", "Endpoint * 5001")]
    [InlineData("o.ListenAnyIP(ports.Http);", "Endpoint * ?")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Listen(address, port));", "Endpoint ? ?")]
    [InlineData("""o.ListenUnixSocket("/tmp/app.sock");""", "Endpoint ? ?")]
    [InlineData("socket.Listen(100);", "")]
    [InlineData("""builder.WebHost.UseUrls("http://*:5000", "https://localhost:5001");""", "HostUrl * 5000", "HostUrl localhost 5001")]
    [InlineData("""host.UseUrls("http://0.0.0.0:80;http://[::]:81");""", "HostUrl 0.0.0.0 80", "HostUrl :: 81")]
    [InlineData("""host.UseUrls($"http://*:{port}");""", "HostUrl * ?")]
    [InlineData("""host.UseUrls($"http://{address}:80");""", "HostUrl ? 80")]
    [InlineData("""host.UseUrls("http://+");""", "HostUrl * 80")]
    [InlineData("""host.UseUrls(urls);""", "HostUrl ? ?")]
    [InlineData("""host.UseSetting("URLS", "http://web:5000/base");""", "HostUrl * 5000")]
    [InlineData("""host.UseSetting(WebHostDefaults.ServerUrlsKey, "http://*:5000");""", "HostUrl * 5000")]
    [InlineData("""Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://*:1");""", "HostUrl ? ?")]
    [InlineData("""builder.Configuration["urls"] = Compute();""", "HostUrl ? ?")]
    [InlineData("""app.Urls.Add("http://localhost:3000");""", "ApplicationUrl localhost 3000")]
    [InlineData("""app.Run("http://localhost:3000");""", "ApplicationUrl localhost 3000")]
    [InlineData("""await app.RunAsync("http://*:3000");""", "ApplicationUrl * 3000")]
    [InlineData("""app.Run(url: "http://localhost:3000"); app.Urls.Add(item: "http://*:81"); app.Run(other: "http://*:82");""", "ApplicationUrl localhost 3000", "ApplicationUrl * 81")]
    [InlineData("""host.UseSetting(value: "http://web:5000", key: "urls");""", "HostUrl * 5000")]
    [InlineData("""const string Url = "http://*:" + "3000"; app.Run(Url);""", "ApplicationUrl * 3000")]
    [InlineData("""var url = $"http://*:{port}"; WebApplication app = null!; app.Run(url);""", "ApplicationUrl * ?")]
    [InlineData("""var url = "http://*:3000"; app.Run(url);""", "ApplicationUrl * 3000")]
    [InlineData("""var url = "http://*:3000"; if (x) { url = Other(); } WebApplication app; app.Run(url);""", "ApplicationUrl ? ?")]
    [InlineData("var port = 5001; o.ListenAnyIP(port);", "Endpoint * 5001")]
    [InlineData("var port = 5001; o.ListenAnyIP(port); void F(int port) { }", "Endpoint * 5001")]
    [InlineData("var port = 5001; void F(int port) { o.ListenAnyIP(port); }", "Endpoint * ?")]
    [InlineData("""app.Run(async context => await context.Response.WriteAsync("http://*:1"));""", "")]
    [InlineData("""Task.Run(Work); app.Run(Handle); app.Run();""", "")]
    public void Reads_where_the_application_listens(string code, params string[] expected) =>
        Assert.Equal(
            expected.Where(e => e.Length > 0),
            Read(code).Listens.Select(l => $"{l.Form} {l.Host?.Value ?? "?"} {l.Port?.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}"));

    [Theory]
    [InlineData("""app.MapHealthChecks("/healthz");""", "Health /healthz")]
    [InlineData("""app.MapHealthChecks("healthz", new() { Predicate = _ => true });""", "Health /healthz")]
    [InlineData("""app.UseHealthChecks("/hc", 8081);""", "Health /hc")]
    [InlineData("""app.MapCustomHealthChecks("/hc", "/liveness", Write);""", "Health /hc", "Health /liveness")]
    [InlineData("""app.MapHealthChecks(options.Path);""", "Open ")]
    [InlineData("""WebApplication app; app.MapGet("/", () => "x"); app.MapGroup("/api").MapPost("orders/{id}", Post);""", "Endpoint /", "Endpoint /orders/{id}", "Prefix /api")]
    [InlineData("""app.UsePathBase("/shop");""", "Prefix /shop")]
    [InlineData("""app.MapControllers();""")]
    [InlineData("""app.MapRazorPages(); app.UseStaticFiles(); app.MapFallbackToFile("index.html");""", "Open ", "Open ", "Open ")]
    [InlineData("""[Route("api/[controller]")] class OrdersController { [HttpGet("{id}")] int Get() => 1; [HttpGet("/ping")] int Ping() => 1; }""", "Endpoint /api/Orders", "Endpoint /api/Orders/{id}", "Endpoint /ping")]
    [InlineData("""class HomeController { [Route(Routes.Home)] int Get() => 1; }""", "Open ")]
    [InlineData("""mapper.Map("/a", b); cfg.MapFrom(x => x);""")]
    public void Reads_the_paths_that_are_mapped(string code, params string[] expected) =>
        Assert.Equal(expected, Read(code).Paths.Where(p => p.Kind != PathKind.Mentioned).Select(p => $"{p.Kind} {p.Path}"));

    [Fact]
    public void Names_the_methods_that_map_more_and_those_that_are_declared()
    {
        var facts = Read("""
            WebApplication app;
            app.MapCatalogApi();
            app.MapDefaultEndpoints();
            if (context.Request.Path == "/ready") { }
            static class Extensions { public static void MapCatalogApi(this WebApplication app) { } }
            """);

        Assert.Equal(["MapCatalogApi", "MapDefaultEndpoints"], facts.MappersCalled);
        Assert.Equal(["MapCatalogApi"], facts.MappersDeclared);
        Assert.Contains(facts.Paths, p => p is { Kind: PathKind.Mentioned, Path: "/ready" });
    }

    [Theory]
    [InlineData("""var a = Configuration["REDIS_ADDR"];""", "Configuration REDIS_ADDR")]
    [InlineData("""var a = _config["Redis:Host"] ?? "localhost";""", "Configuration Redis:Host default")]
    [InlineData("""var a = builder.Configuration["A"] ?? throw new Exception();""", "Configuration A")]
    [InlineData("""configuration["A"] = "b"; dictionary["c"] = 1;""")]
    [InlineData("""var a = Configuration.GetValue<int>("Port", 80);""", "Configuration Port default")]
    [InlineData("""var a = Configuration.GetValue(typeof(int), "Port");""", "Configuration Port")]
    [InlineData("""var a = Configuration.GetConnectionString("Default");""", "Configuration ConnectionStrings:Default")]
    [InlineData("""var a = configuration.GetSection("A").GetSection("B")["C"];""", "Configuration A:B:C")]
    [InlineData("""var a = configuration.GetSection("A:B").Value;""", "Configuration A:B")]
    [InlineData("""var section = configuration.GetSection("A"); var b = section.GetValue<string>("B");""", "Configuration A:B", "Section A")]
    [InlineData("""services.Configure<Options>(configuration.GetSection(nameof(Options)));""", "Section Options")]
    [InlineData("""services.AddOptions<Options>().BindConfiguration(Options.Section); class Options { public const string Section = "Mail"; }""", "Section Mail")]
    [InlineData("""configuration.Bind("Mail", options);""", "Section Mail")]
    [InlineData("""var a = Environment.GetEnvironmentVariable("KAFKA_ADDR") ?? "kafka";""", "Environment KAFKA_ADDR default")]
    [InlineData("""var a = System.Environment.GetEnvironmentVariable(Key); class K { const string Key = $"{nameof(K)}_ADDR"; }""", "Environment K_ADDR")]
    [InlineData("""var a = Environment.GetEnvironmentVariable(name);""")]
    public void Reads_the_keys_that_are_asked_for(string code, params string[] expected) =>
        Assert.Equal(expected, Read(code).Keys.Select(k => $"{k.Source} {k.Name}{(k.HasDefault ? " default" : "")}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""var a = "http://catalog:8080/api";""", "http://catalog:8080/api")]
    [InlineData("""const string Host = "http://catalog"; var a = Host + ":8080";""", "http://catalog", "http://catalog:8080")]
    [InlineData("""const int Port = 80; var a = $"catalog:{Port}";""", "catalog:80")]
    [InlineData("""var a = $"http://catalog:8080/items/{id}";""", "http://catalog:8080/")]
    [InlineData("""var a = "http://catalog:8080/items/" + id;""", "http://catalog:8080/")]
    [InlineData("""var a = $"http://catalog:80{id}";""")]
    [InlineData("""var a = $"http://{host}:80/";""")]
    [InlineData("""var a = "catalog.shop.svc";""", "catalog.shop.svc")]
    [InlineData("""var a = "Server=db;Port=3306";""", "Server=db;Port=3306")]
    [InlineData("""var a = "Hello, world"; var b = 'c'; var d = "a\nb:1";""")]
    [InlineData("""int Port = 80; const int Other = 1; var a = $"catalog:{Port}";""")]
    [InlineData("""const string A = B + ":1"; const string B = A + ":1"; var c = A + ":2";""")]
    public void Knows_constant_texts_that_may_hold_an_address(string code, params string[] expected) =>
        Assert.Equal(expected, Read(code).Texts.Select(t => t.Value));

    [Theory]
    [InlineData("""var a = "http://catalog:8080";""")]
    [InlineData("""var a = "say \"x\" \u0041\t http://catalog:8080\x41";""")]
    [InlineData(""""var a = """http://catalog:8080""";"""")]
    [InlineData("""var a = @"c:\""http://catalog:8080";""")]
    [InlineData("""var a = $"{{x}} http://catalog:8080";""")]
    [InlineData("""var a = $@"\""{{http://catalog:8080";""")]
    [InlineData(""""var a = $"""http://catalog:8080""";"""")]
    [InlineData("""var a = "http://" + "\U0001F600catalog:8080";""")]
    public void Points_at_a_part_of_a_text(string code)
    {
        var text = Assert.Single(Read(code).Texts);
        var at = text.Value.IndexOf("8080", StringComparison.Ordinal);

        Assert.True(text.IsPlain(at, at + 4, out var span));
        Assert.Equal("8080", span.Text);
    }

    [Theory]
    [InlineData("""const string Port = "8080"; var a = "http://catalog:" + Port;""")]
    [InlineData("""var a = "http://catalog:80\u00380";""")]
    [InlineData("""var a = "http://catalog:80" + "80";""")]
    public void Points_at_the_expression_where_a_part_does_not_stand_as_it_is(string code)
    {
        var text = Read(code).Texts[^1];
        var at = text.Value.IndexOf("8080", StringComparison.Ordinal);

        Assert.False(text.IsPlain(at, at + 4, out _));
        Assert.Equal(text.Span, text.Part(at, at + 4));
    }

    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args);", true)]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<Startup>());", true)]
    [InlineData("new WebHostBuilder().UseKestrel();", true)]
    [InlineData("Host.CreateDefaultBuilder(args).Build().Run();", false)]
    public void Knows_who_starts_a_web_application(string code, bool expected) => Assert.Equal(expected, Read(code).StartsWebApplication);

    [Theory]
    [InlineData("""var a = Configuration["A"] ?? "http://catalog:80";""", true)]
    [InlineData("""var a = Configuration.GetValue("A", "http://catalog:80");""", true)]
    [InlineData("""class Options { public string A { get; set; } = "http://catalog:80"; }""", true)]
    [InlineData("""void F(string a = "http://catalog:80") { }""", true)]
    [InlineData("""var a = isCluster ? "http://catalog:80" : null;""", true)]
    [InlineData("""client.BaseAddress = new Uri("http://catalog:80");""", false)]
    public void Tells_an_address_that_stands_in_for_a_configured_one(string code, bool expected) => Assert.Equal(expected, Assert.Single(Read(code).Texts).IsFallback);

    [Theory]
    [InlineData("o.ListenAnyIP(1);", false)]
    [InlineData("if (x) { o.ListenAnyIP(1); }", true)]
    [InlineData("o.ListenAnyIP(x ? 1 : 2);", false)]
    [InlineData("builder.ConfigureKestrel(o => { foreach (var p in ports) o.ListenAnyIP(p); });", true)]
    public void Tells_a_call_that_may_not_run(string code, bool expected) => Assert.Equal(expected, Assert.Single(Read(code).Listens).IsConditional);

    [Fact]
    public void Asks_the_compiler_where_there_is_one()
    {
        const string Code = """
            var a = "http://catalog:" + Ports.Http;
            Kestrel.ListenAnyIP(Ports.Http);
            static class Kestrel { public static void ListenAnyIP(int port) { } }
            """;
        var tree = CSharpSyntaxTree.ParseText(Code, path: "Program.cs");
        var compilation = CSharpCompilation.Create(
            "App",
            [tree, CSharpSyntaxTree.ParseText("static class Ports { public const int Http = 8000 + 80; }", path: "Ports.cs")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

        var facts = CodeReader.Read(new SourceText("Program.cs", Code), tree.GetRoot(), compilation.GetSemanticModel(tree));

        Assert.Equal(["http://catalog:8080"], facts.Texts.Select(t => t.Value));
        Assert.Empty(facts.Listens);
    }

    [Fact]
    public void Never_throws_and_takes_time_in_proportion_to_the_text()
    {
        var random = new Random(42);
        string[] words =
        [
            "Listen", "UseUrls", "app", ".", "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "$", "@", "+", ";", ",", "const string", "A", "=", "\\u00", "http://catalog:80", "MapGet", "[Route(\"",
            "Configuration", "GetSection", "Urls.Add", "=>", "\n", "nameof", "??", "{{", "'", "//", "/*", "new", "IPAddress.Parse", "class", "\uD83D", "\0",
            "new V1Service {", "Spec =", "Ports = [", "new() {", "[\"a\"] =", "\n\"\"\"", "apiVersion: v1\nkind: Service\n", "}}",
        ];
        for (var i = 0; i < 10000; i++)
        {
            Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => words[random.Next(words.Length)])));
        }

        var sum = string.Join(" + ", Enumerable.Repeat("\"http://catalog:80/\"", 20_000));
        var nested = string.Concat(Enumerable.Repeat("M(", 50_000));
        var fluent = "app" + string.Concat(Enumerable.Repeat(".MapGet(\"/a\", x)", 5_000));
        var constants = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"const string C{n} = C{n + 1} + C{n + 1};"));
        var sections = "configuration" + string.Concat(Enumerable.Repeat(".GetSection(\"a\")", 5_000));
        var arrays = "var s = new V1Service { Spec = a0 };" + string.Concat(Enumerable.Range(0, 2_000).Select(n => $"var a{n} = new[] {{ a{n + 1}, a{n + 1} }};"));
        var objects = string.Concat(Enumerable.Repeat("new V1Service { Spec = ", 90));
        var manifests = $"var m = $\"\"\"\n{string.Concat(Enumerable.Repeat("apiVersion: v1\nkind: Service\nname: {x}\n---\n", 5_000))}\"\"\";";
        var parentheses = new string('(', 100_000);
        var time = System.Diagnostics.Stopwatch.StartNew();
        string[] repeated =
        [
            "(", "[", "{", "A<", "delegate*<", "!", "await ", "x => ", "a ? b : ", "if (x) ", "not ", "..", "A.", "A::", "#if a\n", "(A,", "A<(", "x switch { _ => ", "$\"{", "a ?? ", "new ", "(int)",
        ];
        foreach (var code in repeated.SelectMany(r => new[] { "", "var a = ", "x is " }.Select(p => p + string.Concat(Enumerable.Repeat(r, 20_000)))))
        {
            Read(code);
        }

        foreach (var code in (string[])[$"var a = {sum};", nested, fluent, constants, sections, arrays, objects, manifests, parentheses, $"var a = {parentheses}1;", $"class K {{ {constants} }}"])
        {
            Read(code);
        }

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(30), $"{time.Elapsed}");
    }

    private static CodeFacts Read(string code) => CodeReader.Read(new SourceText("Program.cs", code));
}
