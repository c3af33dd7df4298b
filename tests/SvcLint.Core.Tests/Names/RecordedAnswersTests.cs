using System.Text.Json;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Names;

/// <summary>What the real CoreDNS answered, and what glibc and musl made of short names, over the same objects.</summary>
public sealed class RecordedAnswersTests
{
    // The addresses behind these targets are outside the input: of one it says nothing that the other does not have.
    private static readonly string[] Unknowable = ["ext-nx"];

    [SkippableTheory]
    [InlineData("insecure", null)]
    [InlineData("verified", ".:53 {\n kubernetes corp.example in-addr.arpa ip6.arpa {\n pods verified\n fallthrough in-addr.arpa ip6.arpa\n }\n}")]
    [InlineData("disabled", ".:53 {\n kubernetes off.example {\n pods disabled\n ignore empty_service\n }\n}")]
    [InlineData("podnames", ".:53 {\n kubernetes epn.example in-addr.arpa ip6.arpa {\n pods insecure\n endpoint_pod_names\n }\n}")]
    public void Every_recorded_answer_is_given(string server, string? corefile)
    {
        var folder = SharedFolder.Require("dns");
        var (objects, dns) = Read(folder, corefile);
        var held = 0;
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "answers.jsonl")))
        {
            using var question = JsonDocument.Parse(line);
            var asked = question.RootElement;
            var name = asked.GetProperty("name").GetString()!;
            if (asked.GetProperty("server").GetString() != server || name.Contains('{') || !Enum.TryParse<DnsType>(asked.GetProperty("type").GetString(), out var type))
            {
                continue;
            }

            held++;
            var answer = dns.Ask(name, type);
            var code = answer.Code switch { DnsCode.NoError => "NOERROR", DnsCode.NoData => "NODATA", DnsCode.NxDomain => "NXDOMAIN", _ => "SERVFAIL" };
            var expected = asked.GetProperty("answers").EnumerateArray().Select(a => Shape(a.GetString()!)).Order(StringComparer.Ordinal).ToArray();
            var given = answer.Records.Select(r => Shape(Symbol(r, objects))).Order(StringComparer.Ordinal).ToArray();
            if (code != asked.GetProperty("rcode").GetString() || (!expected.SequenceEqual(given) && !expected.Any(e => e.Contains('{'))))
            {
                wrong.Add($"{name} {type}: recorded {asked.GetProperty("rcode")} {string.Join(" | ", expected)}, given {code} {string.Join(" | ", given)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join("\n", wrong)}");
        Assert.NotEqual(0, held);
    }

    [SkippableFact]
    public void Every_recorded_walk_is_walked()
    {
        var folder = SharedFolder.Require("dns");
        var (_, dns) = Read(folder);
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "walks.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var walk = document.RootElement;
            var ask = walk.GetProperty("ask").GetString()!;
            if (ask.Contains('{'))
            {
                continue;
            }

            Check(walk, CLibrary.Glibc);
            if (walk.TryGetProperty("musl", out var musl) && musl.ValueKind == JsonValueKind.Object)
            {
                Check(musl, CLibrary.Musl);
            }

            void Check(JsonElement recorded, CLibrary library)
            {
                var resolver = PodResolver.Of(walk.GetProperty("from").GetString()!, dns.Zone) with { Ndots = walk.GetProperty("ndots").GetInt32() };
                var walked = NameWalk.Of(dns, ask, resolver, library);
                if (walk.TryGetProperty("literal", out _))
                {
                    if (walked.Literal is null)
                    {
                        wrong.Add($"{ask} ({library}): is a literal");
                    }

                    return;
                }

                var answered = recorded.TryGetProperty("answered", out var name) ? name.GetString() : null;
                if ((answered is not null && !answered.EndsWith("cluster.local", StringComparison.Ordinal)) || Unknowable.Any(u => ask.StartsWith(u, StringComparison.Ordinal)))
                {
                    return;
                }

                var tried = recorded.GetProperty("tried").EnumerateArray().Select(t => t.GetString()!).ToArray();
                if (walked.Answered != answered || !tried.SequenceEqual(walked.Steps.Select(s => s.Name)))
                {
                    wrong.Add($"{ask} from {walk.GetProperty("from")} ({library}, {resolver.Ndots}): recorded {answered} by {string.Join(" ", tried)}, walked {walked.Answered} by {string.Join(" ", walked.Steps.Select(s => s.Name))}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join("\n", wrong)}");
    }

    private static (IReadOnlyList<KubernetesObject> Objects, ClusterDns Dns) Read(string folder, string? corefile = null)
    {
        var objects = Directory.GetFiles(Path.Combine(folder, "objects")).Order(StringComparer.Ordinal)
            .SelectMany(f => Linter.Parse(SourceText.FromBytes(Path.GetFileName(f), File.ReadAllBytes(f))).Objects)
            .Select(o => ApiDefaults.Apply(o, KubernetesVersion.Newest)).ToArray();
        var server = corefile is null ? DnsServer.Of(objects, new ClusterFacts().ClusterDomain) : DnsServer.Of(Corefiles.Of(corefile), null);
        return (objects, new ClusterDns(objects, server, KubernetesVersion.Newest));
    }

    // Pods of one Deployment look alike in the recording.
    private static string Shape(string record) => record.Contains(" pod ", StringComparison.Ordinal) ? record[..(record.IndexOf(" pod ", StringComparison.Ordinal) + 4)] : record;

    private static string Symbol(DnsRecord record, IReadOnlyList<KubernetesObject> objects)
    {
        if (!record.IsAddress)
        {
            return record.ToString();
        }

        var service = objects.OfType<Service>().FirstOrDefault(s => s.Spec?.ClusterIPs?.Items.Any(i => i.Value == record.Data) == true);
        var isPod = objects.OfType<Workload>().Any(w => w.PodIPs.Any(i => i.Value == record.Data));
        return (record with { Data = service is not null ? $"service {service.Namespace}/{service.Name}" : isPod ? "pod " : $"address {record.Data}" }).ToString();
    }
}
