using SvcLint.Cluster.Addresses;
using SvcLint.Core.Tests.Fuzz;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Cluster.Addresses;

/// <summary>Mutated files through every tokenizer, with fixed seeds: no exception, and every part stands where it says.</summary>
public sealed class ConfigurationFileFuzzTests
{
    private static readonly (string Name, string Text)[] Seeds =
    [
        ("default.conf", "upstream api {\n  server api:8080 weight=2;\n}\nserver {\n  listen [::]:80 default_server; # here\n  resolver 10.96.0.10;\n  location / { set $x \"http://web:80\"; proxy_pass $x; }\n}\n"),
        ("Caddyfile", ":8080 {\n  reverse_proxy api:80 {$OTHER} {\n    lb_policy first\n  }\n}\n"),
        ("Corefile", ".:53 {\n    errors\n    kubernetes cluster.local in-addr.arpa {\n      pods insecure\n    }\n    forward . /etc/resolv.conf\n}\n"),
        ("app.properties", "# links\ndb.host=orders\ndb.port = 5432\nurl: jdbc:postgresql://orders:5432/x?a=b\n[server]\nlisten = 0.0.0.0:80 # all\n\"q\"='v'\n"),
        ("haproxy.cfg", "global\n  log stdout\nfrontend web\n  bind *:8080,:::8081\nbackend api\n  server s1 api.shop:8080 check\n"),
        ("collector.yaml", "receivers:\n  otlp:\n    protocols:\n      grpc: {endpoint: \"0.0.0.0:4317\"}\nexporters:\n  otlp: {endpoint: tempo:4317}\nservice:\n  pipelines:\n    traces: {receivers: [otlp]}\n"),
        ("wait.sh", "#!/bin/sh\nset -e\nuntil nc -z \"db\" 5432; do sleep 1; done # wait\nexec 3<>/dev/tcp/redis/6379 && psql -h db -p 5432 \\\n  | curl http://${HOST}:80/`date`$(x)\n"),
        ("log.xml", "<?xml version=\"1.0\"?>\n<!-- <a>no:1</a> -->\n<conf a='1'>\n  <destination>stash:5000</destination>\n  <property name=\"cache.host\" value=\"cache:6379\"/>\n  <p><name>broker.url</name><value>tcp://mq:61616</value></p>\n  <![CDATA[<x>]]>\n</conf>\n"),
        ("nats.conf", "port: 4222\ncluster {\n  routes = [\n    nats://nats-0.nats:6222\n  ]\n}\n"),
    ];

    private const string Letters = "{};:\"'\\#$()[]<>|`=,/\n\r\t é\0-_.0aZ";

    [Fact]
    public void No_text_makes_a_reader_fail_or_point_outside_the_file()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 6000; round++)
        {
            var (name, seed) = Seeds[round % Seeds.Length];
            var text = Mutation.Of(seed, Letters, random);
            var file = File(name, text, out var source);
            foreach (var setting in file?.Settings ?? [])
            {
                Assert.All(setting.Words().Prepend(setting.Value), w => Holds(w, source));
            }

            foreach (var address in file is null ? [] : FileAddresses.Of(file))
            {
                var host = address.Value.Part(address.Address.HostSpan.Start, address.Address.HostSpan.End);
                Assert.InRange(host.End, host.Start, source.Content.Length);
            }
        }
    }

    [Fact]
    public void Every_reader_finds_what_its_seed_says()
    {
        var found = Seeds.SelectMany(s => FileAddresses.Of(File(s.Name, s.Text, out _)!)).Select(a => a.Address.Host + ":" + (a.Address.Port ?? a.PortBeside?.Port)).ToHashSet();
        Assert.Superset(new HashSet<string> { "api:8080", "web:80", "api:80", "orders:5432", "api.shop:8080", "tempo:4317", "db:5432", "redis:6379", "nats-0.nats:6222", "stash:5000", "cache:6379", "mq:61616" }, found);
    }

    private static void Holds(Located<string> part, SourceText source)
    {
        Assert.InRange(part.Span.End, part.Span.Start, source.Content.Length);
        // Words of YAML may be escaped; all others stand in the file as they are.
        if (part.Span.Range.Length == part.Value.Length && !part.Value.Contains('\r') && !part.Value.Contains('\n'))
        {
            Assert.Equal(part.Value, part.Span.Text);
        }
    }

    // The text in a block scalar, as manifests hold it.
    private static ContainerConfigurationFile? File(string name, string text, out SourceText source)
    {
        source = new SourceText("app.yaml", "data:\n  file: |\n" + string.Concat(text.Split('\n').Select(l => "    " + l + "\n")));
        var root = YamlReader.Read(TextSlice.Whole(source)).Root as YamlMapping;
        return (root?["data"] as YamlMapping)?["file"] is YamlScalar scalar ? ContainerConfigurationFile.Read(name, new Located<string>(scalar.Value, scalar.Span)) : null;
    }
}
