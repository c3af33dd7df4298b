using System.Diagnostics;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>Scenarios that nobody wrote by hand, against kube-proxy's own code where a build of it lies beside the checkout.</summary>
public sealed class OracleTests
{
    private const int Scenarios = 6;
    private const int Services = 8;

    [SkippableTheory]
    [InlineData("1.30", 20260)]
    [InlineData("1.34", 20261)]
    [InlineData("1.37", 20262)]
    public void Emulation_equals_kube_proxy_on_random_scenarios(string release, int seed)
    {
        var packed = Path.Combine(SharedFolder.Require("oracles"), $"kp-oracle-{release}.xz");
        var canon = Path.Combine(SharedFolder.Require("goldens"), "canon.py");
        Skip.IfNot(File.Exists(packed) && Run("python3", ["--version"]).Status == 0 && Run("xz", ["--version"]).Status == 0, "python3, xz or the build is missing");
        var folder = Directory.CreateTempSubdirectory("svclint-oracle").FullName;
        try
        {
            var oracle = Path.Combine(folder, "kube-proxy");
            Assert.Equal(0, Run("sh", ["-c", $"xz -dc '{packed}' > '{oracle}' && chmod +x '{oracle}'"]).Status);
            var generator = Path.Combine(SharedFolder.Require("oracles"), "kube-proxy-scenarios.py");
            Assert.Equal(0, Run("python3", [generator, $"{seed}", $"{Scenarios}", $"{Services}", folder]).Status);
            Assert.True(KubernetesVersion.TryParse(release, out var version));
            var differences = new List<string>();
            var compared = 0;
            foreach (var line in File.ReadLines(Directory.GetFiles(folder, "index-*.tsv").Single()).Where(l => l[0] != '#'))
            {
                var parts = line.Split('\t');
                var scenario = Path.Combine(folder, parts[0] + ".yaml");
                foreach (var (family, mode, text) in Outputs(oracle, canon, scenario, parts[2].Split(',')[0], parts[1].Split(',')))
                {
                    compared++;
                    var golden = Path.Combine(folder, $"{parts[0]}.{parts[2].Split(',')[0]}.{family}.{mode}.txt");
                    File.WriteAllText(golden, text);
                    var file = new GoldenFile(golden, parts[0], parts[2].Split(',')[0], family == "ipv6" ? IPFamily.IPv6 : IPFamily.IPv4, Enum.Parse<ProxyMode>(mode, ignoreCase: true), version);
                    differences.AddRange(file.Difference(Manifests.Read(scenario)) is { } difference ? [difference] : []);
                }
            }

            Assert.Empty(differences);
            Assert.True(compared > 3, $"only {compared} texts");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What kube-proxy refuses to run with has no text.
    private static IEnumerable<(string Family, string Mode, string Text)> Outputs(string oracle, string canon, string scenario, string node, string[] families)
    {
        foreach (var family in families)
        {
            foreach (var mode in new[] { "iptables", "ipvs", "nftables" })
            {
                var (status, output) = Run(oracle, [scenario, "--node", node, "--mode", mode, "--family", family]);
                if (status == 0)
                {
                    var raw = scenario + ".raw";
                    File.WriteAllText(raw, output);
                    yield return (family, mode, Run("python3", [canon, raw]).Output);
                }
            }
        }
    }

    private static (int Status, string Output) Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            _ = error.Result;
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
