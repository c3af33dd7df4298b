using System.Text;

namespace SvcLint.Cli.Tests.Security;

/// <summary>Repositories of a fixed seed with odd names, links, configurations and mutated manifests: no crash, nothing from outside, no raw control character.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 12;
    private const string Signs = "\n: []{}&*!|>'\"%@`#,?-\u001b\u202e\u0000";

    private static readonly string[] Names =
        ["web.yaml", "a b.yaml", "-x.yaml", "..\\up.yaml", "C:\\x.yaml", "new\nline.yaml", "\u001b[1mbold.yml", "tab\t.json", "ü/\u202egnp.yaml", "kustomization.yaml", "Dockerfile", "appsettings.json", "Chart.yaml", "#.yaml", "%41.yaml", "'\".yaml", "deep/er/x.yaml"];

    private static readonly string[] Texts =
        ["exclude: [\"**/x*\"]\n", "extends: ../outside/secret.yaml\n", "rules: {SVC2002: off}\n", "resources: [web.yaml, ../outside, ../../etc/passwd, C:\\x.yaml]\npatches: [{path: link.yaml}]\n", "FROM a AS b\nCOPY ../outside/secret.yaml .\nENV A=$A$A\n", "{\"a\": {\"a\": 1}}", "- - - -", "&a [*a]", "\0\u0001\uFFFE"];

    private const string Chart = "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: other, version: '>=0', repository: 'file://../outside', condition: a.b}]\n";
    private const string Values = "a: {b: true, list: [1, two, {three: 3}]}\nport: 80\nname: web\n";

    private static readonly string[] Templates =
        ["{{ range $i, $v := .Values.a.list }}\n- {{ $i }}: {{ $v | toYaml | nindent 4 }}\n{{ end }}", "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}a: {{ include \"x\" . }}\n", "a: {{ .Files.Get \"../../outside/secret.yaml\" | quote }}\n",
         "{{ with .Values.a }}{{ if .b }}b: {{ default 1 .c }}{{ else }}{{ fail \"no\" }}{{ end }}{{ end }}\n", "apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\nspec: {ports: [{port: {{ .Values.port }}}]}\n---\n",
         "{{ $x := dict \"a\" 1 }}{{ $_ := set $x \"b\" $x }}c: {{ $x.b.b.a }}\n", "{{ tpl .Values.name . }}{{ printf \"%5.2f %q\" 1.5 .Values.a }}\n", "{{- range until 5 -}}{{ . | mul 3 | print }},{{- end -}}\n", "d: {{ regexReplaceAll \"(a|b)*c\" .Values.name \"$1\" }}{{ .Values.missing.deep }}\n"];

    [SkippableFact]
    public void Whatever_a_repository_holds_the_run_ends_in_order()
    {
        Skip.If(OperatingSystem.IsWindows());
        var random = new Random(20261128);
        for (var round = 0; round < Rounds; round++)
        {
            using var scratch = new Scratch();
            scratch.Write("outside/secret.yaml", Manifests.Both("TOPSECRET", "htpp", "http"));
            for (var i = 0; i < 8; i++)
            {
                Add(scratch, random);
            }

            scratch.Write("repo/svclint.yaml", Texts[random.Next(3)]);
            File.CreateSymbolicLink(scratch["repo/link.yaml"], random.Next(2) == 0 ? "../outside/secret.yaml" : "web.yaml");
            if (random.Next(2) == 0)
            {
                Tool.Start("git", ["init", "-q", "repo"], scratch.Folder);
            }

            foreach (var words in (string[][])[["--format", "text"], ["--fix", "--unsafe-fixes"], ["units"], ["emulate", "."]])
            {
                var run = Tool.Svclint(scratch["repo"], null, words);

                Assert.InRange(run.Status, 0, 3);
                Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("SVC0009", run.Output, StringComparison.Ordinal);
                Assert.DoesNotContain("TOPSECRET", run.Output + run.Error, StringComparison.Ordinal);
                Assert.DoesNotContain('\u001b', run.Output + run.Error);
                Assert.Equal(Manifests.Both("TOPSECRET", "htpp", "http"), scratch.Read("outside/secret.yaml"));
            }
        }
    }

    [Fact]
    public void Whatever_a_chart_says_it_is_rendered_or_refused()
    {
        var random = new Random(20261129);
        for (var round = 0; round < Rounds; round++)
        {
            using var scratch = new Scratch();
            scratch.Write("chart/Chart.yaml", round % 4 == 3 ? Mutated(Chart, random) : Chart).Write("chart/values.yaml", round % 4 == 2 ? Mutated(Values, random) : Values);
            for (var i = 0; i < 4; i++)
            {
                scratch.Write($"chart/templates/{i}.yaml", Mutated(Templates[random.Next(Templates.Length)] + Templates[random.Next(Templates.Length)], random));
            }

            foreach (var words in (string[][])[["render", "chart"], ["lint", "chart"]])
            {
                var run = scratch.Lint(words);

                Assert.InRange(run.Status, 0, 3);
                Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("SVC0009", run.Output, StringComparison.Ordinal);
                Assert.DoesNotContain("TOPSECRET", run.Output + run.Error, StringComparison.Ordinal);
            }
        }
    }

    private static void Add(Scratch scratch, Random random)
    {
        var name = "repo/" + Names[random.Next(Names.Length)];
        var text = random.Next(3) == 0 ? Texts[random.Next(Texts.Length)] : Mutated(Manifests.Both("web", "htpp", "http"), random);
        if (!Directory.Exists(scratch[name]))
        {
            scratch.Write(name, text);
        }
    }

    private static string Mutated(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var i = random.Next(6); i > 0; i--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Remove(at, Math.Min(random.Next(12), mutated.Length - at));
                    break;
                case 1:
                    mutated.Insert(at, Signs[random.Next(Signs.Length)]);
                    break;
                case 2:
                    mutated.Insert(at, text.AsSpan(random.Next(text.Length / 2), random.Next(text.Length / 2)));
                    break;
                default:
                    mutated[at] = (char)random.Next(0x20, 0x2100);
                    break;
            }
        }

        return mutated.ToString();
    }
}
