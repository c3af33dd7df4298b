using SvcLint.Config;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Kubernetes.Annotations;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Config;

public sealed class ConfigurationReaderTests
{
    /// <summary>The form of assertions, lists in brackets included, which are no YAML by themselves.</summary>
    [Theory]
    [InlineData("allow: shop/web -> shop/db:5432", "shop/web", "shop/db:5432")]
    [InlineData("deny: internet -> shop/db", "internet", "shop/db")]
    [InlineData("only: [shop/web, shop/jobs] -> shop/db", "shop/web | shop/jobs", "shop/db")]
    [InlineData("only: [shop/web[Deployment], ops/*] -> shop/db", "shop/web[Deployment] | ops/*", "shop/db")]
    [InlineData("only: \"[shop/web, shop/jobs] -> [shop/db, shop/cache]\"", "shop/web | shop/jobs", "shop/db | shop/cache")]
    [InlineData("deny: internet -> [shop/db, shop/cache]", "internet", "shop/db | shop/cache")]
    [InlineData("allow: app=web,tier=front -> shop/db:5432,8000-8100", "app=web,tier=front", "shop/db:5432,8000-8100")]
    [InlineData("deny: shop/db -> 2001:db8::/32, 203.0.113.0/24", "shop/db", "2001:db8::/32 | 203.0.113.0/24")]
    [InlineData("deny: \"shop/db -> [2001:db8::/32]:443, [fd00::/8]:80,443/TCP\"", "shop/db", "[2001:db8::/32]:443 | [fd00::/8]:80,443/TCP")]
    public void Reads_assertions(string line, string sources, string destinations)
    {
        var (configuration, problems) = Read($"connections:\n  - deny: internet -> shop/first\n  - {line}\n");
        Assert.Empty(problems);
        var assertion = configuration.Connections[1];
        Assert.Equal((sources, destinations, 3), (string.Join(" | ", assertion.Sources), string.Join(" | ", assertion.Destinations), assertion.Text.Span.StartPosition.Line));
    }

    [Fact]
    public void Reads_every_key()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/SvcLint.Core.Tests/Config/full.svclint.yaml"));
        var (configuration, problems) = Read(text, ("shared.yaml", ""));
        Assert.Empty(problems);
        Assert.Equal(Severity.Warning, Assert.Single(configuration.Rules).Value);
        Assert.Equal(["overlays/dev"], configuration.Overrides[0].Paths.Select(g => g.Pattern));
        Assert.Equal(Severity.Off, configuration.Overrides[0].Rules["SVC2002"]);
        Assert.Equal(["staging", "review-*"], configuration.Overrides[1].Units.Select(g => g.Pattern));
        var cluster = configuration.DefaultCluster;
        Assert.Equal(new KubernetesVersion(32), cluster.Version);
        Assert.Equal(DataPlane.KubeProxyIpvs, cluster.DataPlane);
        Assert.Equal(AlibabaCloud.Provider, cluster.Provider);
        Assert.Equal((30000, 31000), cluster.NodePortRange);
        Assert.Equal(["10.96.0.0/12", "fd00::/108"], cluster.ServiceCidrs);
        Assert.False(cluster.ClosedWorld);
        var production = configuration.FactsFor("shop");
        Assert.Equal((new KubernetesVersion(30), DataPlane.None, "prod.example", true), (production.Version!.Value, production.DataPlane, production.ClusterDomain, production.ClosedWorld));
        Assert.Same(cluster, configuration.FactsFor("tools"));
        Assert.True(configuration.Externals.DeclaresService("billing", "shop"));
        Assert.True(configuration.Externals.DeclaresService("billing", null));
        Assert.False(configuration.Externals.DeclaresService("billing", "other"));
        Assert.Equal("2", Assert.Single(configuration.Externals.WorkloadLabels)["version"]);
        Assert.True(configuration.IsExcluded("vendor/a/b.yaml"));
        Assert.False(configuration.IsExcluded("k8s/vendor.yaml"));
        var suppression = configuration.Suppressions[0];
        Assert.Equal(new DateTime(2027, 6, 30, 0, 0, 0, DateTimeKind.Unspecified), suppression.Until);
        Assert.True(suppression.Object!.IsMatch(new ObjectReference("v1", "Service", "shop", "web")));
        Assert.False(suppression.Object.IsMatch(new ObjectReference("v1", "Service", "other", "web")));
    }

    [Fact]
    public void The_readme_shows_a_configuration_that_is_taken()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md")).ReplaceLineEndings("\n");
        var fence = Assert.Single(readme.Split("```"), f => f.StartsWith("yaml\ncluster:", StringComparison.Ordinal));
        Assert.Empty(Read(fence["yaml\n".Length..]).Problems);
    }

    [Theory]
    [InlineData("rulez: {}", "1:1-6", "did you mean 'rules'?")]
    [InlineData("rules: {SVC2002: eror}", "1:18-22", "did you mean 'error'?")]
    [InlineData("rules: {target-port-name-mising: off}", "1:9-32", "did you mean 'target-port-name-missing'?")]
    [InlineData("rules: {SVC9999: off}", "1:9-16", "'svclint rules' lists them")]
    [InlineData("rules: [SVC2002]", "1:8-17", "rules must be a mapping")]
    [InlineData("rules: {SVC2002: false}", "1:18-23", "a severity must be off, info, warning or error")]
    [InlineData("cluster: {kubernetesVersion: 1.12}", "1:30-34", "svclint knows Kubernetes 1.26 to ")]
    [InlineData("cluster: {serviceCidrs: [10.0.0.0/8]}", "1:11-23", "did you mean 'serviceCIDRs'?")]
    [InlineData("cluster: {serviceCIDRs: [10.0.0.0]}", "1:26-34", "CIDR form")]
    [InlineData("cluster: {nodePortRange: 3-1}", "1:26-29", "first-last")]
    [InlineData("cluster: {closedWorld: yes}", "1:24-27", "true or false")]
    [InlineData("cluster: prod", "1:10-14", "a mapping with the keys")]
    [InlineData("cluster: {dataPlane: ipvs, dataPlane: none}", "1:28-37", "stands here twice")]
    [InlineData("units:\n  - name: a\n    paths: [x]\n    cluster: prd\nclusters:\n  - name: prod", "4:14-17", "no cluster is named prd")]
    [InlineData("units:\n  - name: a", "2:5-12", "has no paths")]
    [InlineData("units:\n  - paths: [x]", "2:5-15", "the key name is missing")]
    [InlineData("units:\n  name: a", "2:3-10", "units must be a list")]
    [InlineData("overrides:\n  - rules: {SVC2002: off}", "2:5-26", "names paths or units")]
    [InlineData("suppress:\n  - rule: SVC2002", "2:5-18", "the key reason is missing")]
    [InlineData("suppress:\n  - rule: SVC2002\n    reason: x\n    until: soon", "4:12-16", "until is a date")]
    [InlineData("suppress:\n  - rule: SVC2002\n    reason: x\n    object: web", "4:13-16", "Kind/name")]
    [InlineData("external: {services: [a/b/c]}", "1:23-28", "namespace/name")]
    [InlineData("exclude: [5]", "1:11-12", "write it in quotes")]
    [InlineData("extends: other.yaml", "1:10-20", "there is no file other.yaml")]
    [InlineData("rules: {}\n---\nrules: {}", "2:1-4", "one document")]
    [InlineData("- rules", "1:1-8", "a mapping with the keys")]
    public void Says_where_and_what_it_cannot_follow(string text, string place, string message)
    {
        var problem = Assert.Single(Read(text).Problems);
        var (start, end) = (problem.Span.StartPosition, problem.Span.EndPosition);
        Assert.Equal(place, $"{start.Line}:{start.Column}-{end.Column}");
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet")]
    [InlineData("---\n")]
    [InlineData("rules:\nunits:\ncluster:\nexclude:\nsuppress:\n")]
    [InlineData("cluster:\n  kubernetesVersion: 1.30")]
    [InlineData("cluster:\n  kubernetesVersion: v1.30.4")]
    public void Takes_what_is_left_open(string text)
    {
        Assert.Empty(Read(text).Problems);
    }

    [Fact]
    public void What_extends_wins_over_what_is_extended()
    {
        var (configuration, problems) = Read(
            "extends: ../org/svclint.yaml\nrules: {SVC0001: warning}\ncluster: {dataPlane: none}\nunits: [{name: a, paths: [mine]}]",
            ("../org/svclint.yaml", "extends: deeper/more.yaml\nrules: {SVC0001: off, SVC2002: info}\ncluster: {dataPlane: ipvs, provider: aws}\nunits: [{name: a, paths: [theirs]}, {name: b, paths: [b]}]\nexclude: [vendor]"),
            ("../org/deeper/more.yaml", "rules: {SVC2002: off, SVC0009: off}\nexclude: [docs]"));
        Assert.Empty(problems);
        Assert.Equal((Severity.Warning, Severity.Info, Severity.Off), (configuration.Rules["SVC0001"], configuration.Rules["SVC2002"], configuration.Rules["SVC0009"]));
        Assert.Equal((DataPlane.None, AmazonWebServices.Provider), (configuration.DefaultCluster.DataPlane, configuration.DefaultCluster.Provider));
        Assert.Equal(["b:b", "a:mine"], configuration.Units.Select(u => $"{u.Name}:{u.Paths[0]}"));
        Assert.Equal(["docs", "vendor"], configuration.Exclude.Select(g => g.Pattern));
        Assert.Equal("", configuration.Folder);
    }

    [Fact]
    public void A_circle_is_said_and_left()
    {
        var (configuration, problems) = Read("extends: a.yaml\nrules: {SVC2002: off}", ("a.yaml", "extends: [b.yaml]"), ("b.yaml", "extends: svclint.yaml"));
        Assert.Equal("this closes a circle: svclint.yaml extends a.yaml extends b.yaml extends svclint.yaml", Assert.Single(problems).Message);
        Assert.Equal("b.yaml", problems[0].Span.Source.Path);
        Assert.Equal(Severity.Off, configuration.Rules["SVC2002"]);
    }

    [Fact]
    public void A_tree_of_extensions_ends()
    {
        var result = Linter.ReadConfiguration(new SourceText("svclint.yaml", "extends: [a0.yaml, a0.yaml]"), path => new SourceText(path, $"extends: [{path}x, {path}y]"));
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void Globs_are_relative_to_the_folder_of_the_configuration()
    {
        var (configuration, _) = Linter.ReadConfiguration(new SourceText("shop/svclint.yaml", "exclude: [vendor]"), _ => null);
        Assert.True(configuration.IsExcluded("shop/vendor/a.yaml"));
        Assert.False(configuration.IsExcluded("vendor/a.yaml"));
    }

    private static ConfigurationResult Read(string text, params (string Path, string Text)[] others) =>
        Linter.ReadConfiguration(new SourceText("svclint.yaml", text), path => others.FirstOrDefault(o => o.Path == path) is { Path: not null } found ? new SourceText(path, found.Text) : null);
}
