using System.Globalization;
using System.Text;
using SvcLint.Cluster.Applications;
using SvcLint.Config;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster;

/// <summary>Applications are followed to what they deploy: in circles, by the thousand and through anything that a file may hold.</summary>
public sealed class ApplicationsTests
{
    private const string Repository = "https://git.example.com/platform/deploy.git";

    [Fact]
    public void A_circle_of_applications_ends_and_is_told_once()
    {
        var files = new[]
        {
            File("root/a.yaml", Application("a", "left")),
            File("left/b.yaml", Application("b", "middle")),
            File("middle/c.yaml", Application("c", "right")),
            File("right/a.yaml", Application("a", "left")),
        };
        var set = Understand(files);
        Assert.Equal(["a", "b", "c"], set.All.Select(d => d.Name));
        Assert.Equal("Application c deploys Application a, which deploys it", Assert.Single(set.All.SelectMany(d => d.Problems)).Message);
    }

    [Fact]
    public void An_application_may_deploy_itself()
    {
        var set = Understand([File("argo/root.yaml", Application("root", "argo")), File("argo/web.yaml", Application("web", "web")), File("web/service.yaml", Service("web"))]);
        Assert.Empty(set.All.SelectMany(d => d.Problems));
        Assert.Equal(["root", "web"], set.All.Select(d => d.Name));
        Assert.Equal("root", set.All[1].Parent?.Name);
    }

    [Fact]
    public void Thousands_of_generated_applications_are_cut_with_a_finding()
    {
        var elements = string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"                  - a: \"{i}\"\n")));
        var list = "            - list:\n                elements:\n" + elements;
        var set = $"apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: many\nspec:\n  generators:\n    - matrix:\n        generators:\n{list}{list.Replace("- a:", "- b:", StringComparison.Ordinal)}  template:\n    metadata:\n      name: 'x-{{{{a}}}}-{{{{b}}}}'\n    spec:\n      source: {{repoURL: {Repository}, path: web}}\n      destination: {{server: https://kubernetes.default.svc, namespace: 'ns-{{{{a}}}}-{{{{b}}}}'}}\n";
        var deployments = Understand([File("argo/set.yaml", set), File("web/service.yaml", Service("web"))]);
        Assert.Equal(1 + 2000, deployments.All.Count);
        Assert.Equal("the generators make more than 2000 Applications; the rest is not followed", Assert.Single(deployments.All.SelectMany(d => d.Problems)).Message);
    }

    [Fact]
    public void Merged_parameters_take_the_last_value()
    {
        const string Set = $$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: {name: web}
            spec:
              generators:
                - merge:
                    mergeKeys: [env]
                    generators:
                      - list: {elements: [{env: dev, ns: one}, {env: qa, ns: two}]}
                      - list: {elements: [{env: qa, ns: three}, {env: none, ns: four}]}
              template:
                metadata: {name: 'web-{{env}}'}
                spec:
                  source: {repoURL: {{{Repository}}}, path: web}
                  destination: {name: '{{env}}', namespace: '{{ns}}'}
            """;
        var set = Understand([File("argo/set.yaml", Set), File("web/service.yaml", Service("web"))]);
        Assert.Equal(["web-dev dev one", "web-qa qa three"], set.All.Skip(1).Select(d => $"{d.Name} {d.Cluster.Name} {d.Destination?.Value}"));
    }

    [Fact]
    public void A_cluster_known_by_a_secret_makes_an_application()
    {
        const string Secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: prod\n  labels: {argocd.argoproj.io/secret-type: cluster, env: prod}\nstringData: {name: prod, server: https://prod.example.com}\n";
        const string Set = $$$"""
            apiVersion: argoproj.io/v1alpha1
            kind: ApplicationSet
            metadata: {name: web}
            spec:
              generators:
                - clusters: {selector: {matchLabels: {env: prod} } }
              template:
                metadata: {name: 'web-{{name}}'}
                spec:
                  source: {repoURL: {{{Repository}}}, path: web}
                  destination: {server: '{{server}}', namespace: '{{metadata.labels.env}}'}
            """;
        var set = Understand([File("argo/set.yaml", Set), File("argo/cluster.yaml", Secret), File("web/service.yaml", Service("web"))]);
        Assert.Equal("web-prod prod prod", set.All.Skip(1).Select(d => $"{d.Name} {d.Cluster.Name} {d.Destination?.Value}").Single());
        Assert.False(set.All[0].IsFullyKnown);
    }

    [Theory]
    [InlineData("apps/web", "apps/wbe", "apps/web")]
    [InlineData("apps/web", "app/web", "apps/web")]
    [InlineData("apps/web", "web", "apps/web")]
    [InlineData("apps/web", "deploy/apps/web", "apps/web")]
    [InlineData("components/search/v1.9.1", "components/search/v.1.9.1", "components/search/v1.9.1")]
    [InlineData("apps/web", "Apps/Web", "apps/web")]
    [InlineData("apps/redis-1", "apps/redis-2", null)]
    public void A_path_with_a_slip_is_told_what_it_means_and_another_one_may_be_of_another_repository(string there, string written, string? near)
    {
        var files = new[]
        {
            File("clusters/prod/a.yaml", $"apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {{name: flux-system, namespace: flux-system}}\nspec: {{url: {Repository}}}\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {{name: web, namespace: flux-system}}\nspec:\n  path: ./{written}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n"),
            File(there + "/service.yaml", Service("web")),
        };
        Assert.Equal(near is null ? [] : [$"path './{written}' does not exist; there is '{near}'"], Understand(files).All.SelectMany(d => d.Problems).Select(p => p.Message));
    }

    [Fact]
    public void Another_repository_is_never_judged()
    {
        // Of two repositories neither has more paths here.
        var set = Understand([
            File("argo/a.yaml", Application("a", "web")),
            File("argo/b.yaml", Application("b", "api").Replace(Repository, "https://git.example.com/other/deploy.git", StringComparison.Ordinal)),
            File("argo/c.yaml", Application("c", "gone").Replace(Repository, "https://git.example.com/third/deploy.git", StringComparison.Ordinal)),
            File("web/service.yaml", Service("web")),
            File("api/service.yaml", Service("api"))]);
        Assert.All(set.All, d => Assert.Null(d.Unit));
        Assert.Empty(set.All.SelectMany(d => d.Problems));
    }

    [Fact]
    public void What_is_kept_without_being_deployed_starts_nothing()
    {
        var set = Understand([File("archive/old/web.yaml", Application("web", "web")), File(".trash/api.yaml", Application("api", "web")), File("web/service.yaml", Service("web"))]);
        Assert.Empty(set.All);
    }

    [Fact]
    public void A_directory_source_takes_what_it_includes()
    {
        var application = Application("web", "web").Replace("    path: web\n", "    path: web\n    directory: {recurse: true, include: '{*.yaml,inner/*.yaml}', exclude: '{draft.yaml,inner/old.*}'}\n", StringComparison.Ordinal);
        var set = Understand([
            File("argo/web.yaml", application), File("web/a.yaml", Service("a")), File("web/draft.yaml", Service("b")), File("web/inner/c.yaml", Service("c")), File("web/inner/old.yaml", Service("d")), File("web/deep/er/e.yaml", Service("e"))]);
        Assert.Equal(["a", "c"], Assert.Single(set.All).Unit!.Services.Select(s => s.Name));
    }

    [Fact]
    public void Options_of_kustomize_are_laid_over_the_folder()
    {
        var application = Application("web", "web").Replace("    path: web\n", "    path: web\n    kustomize: {namePrefix: blue-, images: ['registry.example.com/web:2.0'], commonLabels: {tier: front}}\n", StringComparison.Ordinal);
        var set = Understand([File("argo/web.yaml", application), File("web/kustomization.yaml", "resources: [service.yaml]\n"), File("web/service.yaml", Service("web"))]);
        var service = Assert.Single(Assert.Single(set.All).Unit!.Services);
        Assert.Equal("blue-web", service.Name);
        Assert.Equal("front", service.Metadata.Labels?["tier"]);
        Assert.Equal("shop", service.Namespace);
    }

    [Fact]
    public void Whatever_a_file_holds_nothing_throws()
    {
        var texts = new[]
        {
            Application("web", "web"),
            "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: x}\nspec: {generators: [{git: {repoURL: {}, directories: 3}}, {matrix: {generators: [1, {list: {elements: x}}]}}, {merge: null}], template: {metadata: {name: '{{'}, spec: []}}\n",
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\nspec: {path: '../../..', sourceRef: {name: y}, patches: 3, images: {}, components: [.., /], postBuild: {substitute: [], substituteFrom: [{}]}}\n",
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\nspec: {chart: {spec: {chart: '/', sourceRef: {kind: GitRepository, name: y}}}, values: [], valuesFrom: [1, {name: z, targetPath: 'a[b'}]}\n",
            "releases: [1, {name: x, chart: {}}, {name: y, chart: ../../.., values: [[], {}, '']}]\nenvironments: [a]\n",
            "helm: {chart: [], valuesFiles: {}}\ntargetCustomizations: 3\n",
            "k8s_yaml(\nk8s_yaml('\nk8s_yaml(kustomize('')\nk8s_yaml([[[\"a\")\n",
        };
        var random = new Random(16);
        var paths = new[] { "argo/a.yaml", "argo/b.yaml", "c/d.yaml", "e.yaml", "helmfile.yaml", "x/fleet.yaml", "Tiltfile" };
        for (var round = 0; round < 200; round++)
        {
            var files = paths.Select((p, i) => Linter.Parse(File(p, round == 0 ? texts[i] : Broken(texts[i], random)))).ToArray();
            _ = Linter.Understand(files, new LintOptions());
            if (round % 20 == 0)
            {
                _ = Linter.Lint(files, new LintOptions());
            }
        }
    }

    [Fact]
    public void Work_grows_with_the_number_of_applications()
    {
        // Each application reads its own folder once, however many there are.
        Assert.InRange(Looks(400), Looks(100), 5 * Looks(100));

        static int Looks(int count)
        {
            var looks = 0;
            var files = Enumerable.Range(0, count).SelectMany(i => new[]
            {
                File(string.Create(CultureInfo.InvariantCulture, $"argo/app{i}.yaml"), Application(string.Create(CultureInfo.InvariantCulture, $"app{i}"), string.Create(CultureInfo.InvariantCulture, $"apps/app{i}"))),
                File(string.Create(CultureInfo.InvariantCulture, $"apps/app{i}/service.yaml"), Service(string.Create(CultureInfo.InvariantCulture, $"app{i}"))),
            }).ToArray();
            var set = Understand(files, new LintOptions
            {
                ListFolder = _ =>
                {
                    looks++;
                    return null;
                },
            });
            Assert.Equal(count, set.All.Count(d => d.Unit is not null));
            return looks;
        }
    }

    [Theory]
    [InlineData("apps/*", "apps/web", true)]
    [InlineData("apps/*", "apps/web/inner", false)]
    [InlineData("**/config.json", "config.json", true)]
    [InlineData("**/config.json", "a/b/config.json", true)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("{a,b}/?[x-z]", "b/1y", true)]
    [InlineData("{a,b}/[!x]", "b/x", false)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "aXbY", false)]
    public void Patterns_of_paths_read_as_the_tools_read_them(string pattern, string path, bool matches) => Assert.Equal(matches, PathGlob.IsMatch(pattern, path));

    [Theory]
    [InlineData("https://git.example.com/a/b.git", "git@git.example.com:a/b")]
    [InlineData("https://git.example.com/a/b", "ssh://git@git.example.com:2222/a/b.git/")]
    [InlineData("https://user:token@Git.Example.com/A/b.git", "https://git.example.com/a/b")]
    public void One_repository_has_many_spellings(string one, string other) => Assert.Equal(RepositoryMap.Normal(one), RepositoryMap.Normal(other));

    private static DeploymentSet Understand(IReadOnlyList<SourceText> files, LintOptions? options = null) =>
        Linter.Understand([.. files.Select(Linter.Parse)], options ?? new LintOptions { Configuration = LintConfiguration.Default }).Deployments;

    private static SourceText File(string path, string text) => new(path, text);

    private static string Broken(string text, Random random)
    {
        var broken = new StringBuilder(text);
        for (var i = 0; i < 4 && broken.Length > 0; i++)
        {
            var at = random.Next(broken.Length);
            switch (random.Next(3))
            {
                case 0:
                    broken.Remove(at, Math.Min(random.Next(1, 9), broken.Length - at));
                    break;
                case 1:
                    broken.Insert(at, "\0{}[]:&*!'\"\n\t${/.-"[random.Next(18)]);
                    break;
                default:
                    broken[at] = (char)random.Next(0, 0x250);
                    break;
            }
        }

        return broken.ToString();
    }

    private static string Service(string name) => $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  selector:\n    app: {name}\n  ports:\n    - port: 80\n";

    private static string Application(string name, string path) =>
        $"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {name}\n  namespace: argocd\nspec:\n  source:\n    repoURL: {Repository}\n    path: {path}\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: shop\n";
}
