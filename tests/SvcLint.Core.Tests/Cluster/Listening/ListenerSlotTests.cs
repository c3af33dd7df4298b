using SvcLint.Cluster.Addresses;
using SvcLint.Cluster.Listening;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster.Listening;

public sealed class ListenerSlotTests
{
    [Theory]
    [InlineData("8080", "", "8080 Any")]
    [InlineData("lo:8080 --port", "", "8080 Loopback")]
    [InlineData("lo:8080 --port", "--port=9090", "9090 Loopback")]
    [InlineData("lo:8080 --addr", "--addr=:9090", "9090 Any")]
    [InlineData("8080 --port @--host", "--host 127.0.0.1", "8080 Loopback")]
    [InlineData("8080 --port @--host", "--port 81 --host ::", "81 Any")]
    [InlineData("5432 -c:port", "-c max_connections=9 -c port=5433", "5433 Any")]
    [InlineData("- --listen", "--listen=http://127.0.0.1:1,http://*:2", "1 Loopback, 2 Any")]
    [InlineData("8500 @-client", "-client=127.0.0.1,0.0.0.0", "8500 Any")]
    [InlineData("8080 --port", "--port=$(PORT)", null)]
    [InlineData("8080 --addr", "--addr=db.example.com:80", null)]
    [InlineData("8080 --addr", "--addr=off", "")]
    public void A_slot_is_resolved_by_what_the_container_says(string slot, string words, string? expected)
    {
        var source = new SourceText("a.yaml", words);
        var written = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => new Located<string>(w, new SourceSpan(source, new TextSpan(words.IndexOf(w, StringComparison.Ordinal), words.IndexOf(w, StringComparison.Ordinal) + w.Length)))).ToArray();
        var container = new ContainerSettings(new ContainerCommand(written, new Dictionary<string, Located<string>>()), ContainerEnvironment.Empty, []);
        var found = ListenerSlot.Read(slot)[0].Resolve(container, (default, "image"));
        Assert.Equal(expected, found is null ? null : string.Join(", ", found.Select(l => $"{l.Port} {l.To}")));
    }

    [Fact]
    public void No_line_of_the_catalogue_names_an_image_twice_and_every_port_is_one()
    {
        Assert.All(StockImages.All.SelectMany(i => i.Numbers), n => Assert.InRange(n, 1, 65535));
        Assert.Empty(StockImages.All.SelectMany(i => i.Names.Split(' ')).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("8181>=3", "3-core", true)]
    [InlineData("8181>=3", "2.7", false)]
    [InlineData("8086<3", "2", true)]
    [InlineData("8086<3.1", "3", false)]
    [InlineData("8086<3", "latest", true)]
    [InlineData("lo:1883>=2", "latest", false)]
    [InlineData("15672~management", "3.13-management-alpine", true)]
    [InlineData("15672~management", "3.13", false)]
    [InlineData("15672~management", null, false)]
    public void A_port_belongs_to_some_tags(string slot, string? tag, bool expected) => Assert.Equal(expected, ListenerSlot.Read(slot)[0].IsIn(tag));

    [Theory]
    [InlineData("otel/opentelemetry-collector:0.104.0", true)]
    [InlineData("otel/opentelemetry-collector-contrib:v0.110.0-amd64", true)]
    [InlineData("otel/opentelemetry-collector:0.103.1", false)]
    [InlineData("otel/opentelemetry-collector:latest", false)]
    [InlineData("otel/opentelemetry-collector", false)]
    public void A_version_is_compared_where_the_tag_is_one(string image, bool expected) => Assert.Equal(expected, StockImages.IsSince(image, "0.104"));
}
