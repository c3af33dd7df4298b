namespace SvcLint.Cli.Tests.Security;

/// <summary>What doubles with each line stays small.</summary>
public sealed class BoundTests
{
    [Theory]
    [InlineData("FROM x\nENV A=aaaaaaaa\n", "ENV A=$A$A\n", "ENV ASPNETCORE_URLS=http://*:$A\nEXPOSE $A\n")]
    [InlineData("ARG A=aaaaaaaa\n", "ARG A=${A}${A}\n", "FROM x$A\nENV ASPNETCORE_URLS=http://*:$A\n")]
    [InlineData("FROM x\n", "ENV B=$B$A A=$A$B$A\n", "EXPOSE $A\n")]
    public void Variables_of_a_Dockerfile(string start, string line, string end)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http")).Write("Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>").Write("Dockerfile", start + string.Concat(Enumerable.Repeat(line, 60)) + end);

        Assert.Equal(1, scratch.Lint("--format", "json").Status);
    }

    [Fact]
    public void References_among_variables_of_a_container()
    {
        using var scratch = new Scratch();
        var variables = "{name: A0, value: aaaaaaaa}" + string.Concat(Enumerable.Range(1, 60).Select(i => $", {{name: A{i}, value: $(A{i - 1})$(A{i - 1})}}"));
        scratch.Write("web.yaml", Manifests.Both("web", "htpp", "http").Replace("ports:\n        - name", "env: [" + variables + "]\n              ports:\n        - name").Replace("image: registry", $"env: [{variables}]\n          image: registry"));

        Assert.Equal(1, scratch.Lint("--format", "json").Status);
    }

    [Fact]
    public void Replacements_of_a_kustomization()
    {
        using var scratch = new Scratch();
        const string Doubling = "- source: {kind: Service, name: web, fieldPath: metadata.annotations.a}\n  targets: [{select: {kind: Service, name: web}, fieldPaths: [metadata.annotations.a], options: {delimiter: '-', index: 99}}]\n";
        scratch.Write("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a: x-y}}\nspec: {selector: {app: web}, ports: [{port: 80, protocol: tcp}]}\n")
            .Write("kustomization.yaml", "resources: [web.yaml]\nreplacements:\n" + string.Concat(Enumerable.Repeat(Doubling, 60)));

        Assert.Contains("a replacement makes a text of more than 2 MB", scratch.Lint("units").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile", "FROM x\nENV A=aaaaaaaa\n", "ENV A=$A$A\n", "", "a value of more than 64 K characters")]
    [InlineData("Code.cs", "class C { const string A0 = \"aaaaaaaa\";\n", "const string A# = A@ + A@;\n", "string Url = \"http://\" + A60; }", "or a constant of more than 64 K characters")]
    [InlineData("Code.cs", "class C { string Url = \"\"; /*", "0123456789abcdef0123456789abcdef\n", "*/ }", "code of more than 1 MB", 40_000)]
    [InlineData("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: x\n    env:\n    - {name: A0, value: aaaaaaaa}\n", "    - {name: A#, value: $(A@)$(A@)}\n", "", "a variable that expands to more than 64 K characters")]
    [InlineData("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: x\n    env:\n    - {name: A0, value: aaaaaaaa}\n", "    - {name: A#, value: $(A@) http://s#}\n", "", "variables of a container that expand to more than 256 K characters", 400)]
    [InlineData("kustomization.yaml", "resources: [web.yaml]\nreplacements:\n", "- source: {kind: Service, name: web, fieldPath: metadata.annotations.a}\n  targets: [{select: {kind: Service, name: web}, fieldPaths: [metadata.annotations.a], options: {delimiter: '-', index: 99}}]\n", "", "a replacement makes a text of more than 2 MB")]
    [InlineData("kustomization.yaml", "resources: [web.yaml]\nnamePrefix: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\n", "a namePrefix of more than 1024 characters")]
    [InlineData("kustomization.yaml", "resources: [web.yaml]\nimages:\n- name: x\n  newTag: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\n", "an image of more than 4096 characters")]
    public void What_hits_a_limit_is_named_in_the_summary(string file, string start, string line, string end, string reason, int lines = 60)
    {
        using var scratch = new Scratch();
        var middle = string.Concat(Enumerable.Range(1, lines).Select(i => line.Replace("#", $"{i}", StringComparison.Ordinal).Replace("@", $"{i - 1}", StringComparison.Ordinal)));
        scratch.Write("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a: x-y}}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n")
            .Write("Web.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"/>")
            .Write(file, start + middle + end);

        var skipped = scratch.Lint("--format", "json").Json.GetProperty("summary").GetProperty("skipped").EnumerateArray().Select(s => $"{s.GetProperty("file")} {s.GetProperty("reason")}");

        Assert.Contains(skipped, s => s.StartsWith($"{file} beyond-limit: ", StringComparison.Ordinal) && s.EndsWith(reason, StringComparison.Ordinal));
        Assert.Contains($"{reason} not followed ({file})", scratch.Lint().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Applications_that_each_deploy_the_same_files()
    {
        using var scratch = new Scratch();
        scratch.Write("services.yaml", string.Concat(Enumerable.Range(0, 500).Select(i => $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: s{i}}}\nspec: {{selector: {{app: a}}, ports: [{{port: 80}}]}}\n")))
            .Write("fleet.yaml", "targetCustomizations:\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"- {{name: t{i}, clusterName: c{i}}}\n")));

        Assert.Contains("what applications deploy beyond 54000 objects not followed (fleet.yaml)", scratch.Lint().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ $a := \"xxxxxxxx\" }}{{ range until 60 }}{{ $a = printf \"%s%s\" $a $a }}{{ end }}x: {{ $a }}\n")]
    [InlineData("{{ $d := dict \"a\" \"x\" }}{{ range until 60 }}{{ $_ := set $d \"a\" (toJson $d) }}{{ end }}x: {{ $d.a | len }}\n")]
    [InlineData("x: {{ repeat 1000000000 \"x\" }}\n")]
    [InlineData("{{ $_ := set . \"x\" . }}{{ $_ := set . \"s\" (repeat 100000 \"a \") }}x: {{ toYaml . | len }}\n")]
    [InlineData("x: {{ .Files.Glob (printf \"%s%s\" (repeat 10000 \"{a,\") (repeat 10000 \"}\")) | len }}\n")]
    [InlineData("{{ define \"a\" }}{{ include \"a\" . }}{{ include \"a\" . }}{{ end }}x: {{ include \"a\" . }}\n")]
    public void Texts_that_a_chart_makes(string template)
    {
        using var scratch = new Scratch();
        scratch.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n").Write("chart/templates/a.yaml", template);

        var run = scratch.Lint("render", "chart");

        Assert.Equal(1, run.Status);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void Lists_in_Lists_are_read_to_the_readers_depth(int depth)
    {
        using var scratch = new Scratch();
        scratch.Write("web.yaml", string.Concat(Enumerable.Repeat("{apiVersion: v1, kind: List, items: [", depth)) + "{apiVersion: v1, kind: Service, metadata: {name: w}, spec: {ports: [{port: 80, protocol: tcp}]}}" + string.Concat(Enumerable.Repeat("]}", depth)));

        Assert.Equal(["web.yaml:1 SVC1105"], scratch.Lint("--format", "json").Places);
    }
}
