using SvcLint.Charts.Templates;
using static SvcLint.Charts.Tests.Charts.ChartRendering;

namespace SvcLint.Charts.Tests.Charts;

public class ChartTests
{
    private const string Child = "apiVersion: v2\nname: db\nversion: 0.1.0\n";
    private const string Show = "{{ toJson .Values }}";

    [Fact]
    public void Combines_values_of_parent_child_and_user()
    {
        var texts = Render([("values.yaml", "db: {port: 1}\nglobal: {zone: a}\n"), ("charts/db/Chart.yaml", Child), ("charts/db/values.yaml", "port: 5432\nuser: x\nglobal: {zone: b, keep: 1}\n"), ("charts/db/templates/t.yaml", Show)], "db: {user: null}\nglobal: {zone: c}\n");
        Assert.Equal("""{"global":{"keep":1,"zone":"c"},"port":1}""", texts["shop/charts/db/templates/t.yaml"].Value);
    }

    [Theory]
    [InlineData("db: {enabled: true}", true)]
    [InlineData("db: {enabled: false}", false)]
    [InlineData("tags: {data: false}", false)]
    [InlineData("db: {enabled: true}\ntags: {data: false}", true)]
    [InlineData("db: {enabled: 3}", true)]
    public void Takes_dependencies_by_condition_and_tag(string values, bool present)
    {
        var texts = Render([("Chart.yaml", Metadata + "dependencies:\n- name: db\n  version: 0.1.0\n  condition: db.enabled\n  tags: [data]\n"), ("charts/db/Chart.yaml", Child), ("charts/db/templates/t.yaml", "x")], values);
        Assert.Equal(present, texts.ContainsKey("shop/charts/db/templates/t.yaml"));
    }

    [Fact]
    public void Renders_a_chart_once_for_each_alias()
    {
        var texts = Render([("Chart.yaml", Metadata + "dependencies:\n- {name: db, version: 0.1.0, alias: one}\n- {name: db, version: 0.x, alias: two}\n"), ("charts/db/Chart.yaml", Child), ("charts/db/templates/t.yaml", "{{ .Chart.Name }} {{ .Values.a }}")], "one: {a: 1}\ntwo: {a: 2}\n");
        Assert.Equal(["one 1", "two 2"], texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Value.Value));
    }

    [Fact]
    public void Imports_values_in_both_forms()
    {
        var texts = Render([("Chart.yaml", Metadata + "dependencies:\n- name: db\n  version: 0.1.0\n  import-values: [data, {child: net, parent: my.net}]\n"), ("templates/t.yaml", "{{ .Values.url }} {{ .Values.my.net.port }}"), ("charts/db/Chart.yaml", Child), ("charts/db/values.yaml", "exports: {data: {url: u}}\nnet: {port: 7}\n")]);
        Assert.Equal("u 7", texts["shop/templates/t.yaml"].Value);
    }

    [Fact]
    public void Of_two_aliases_the_first_imports_values_of_what_they_share()
    {
        var texts = Render(
        [
            ("Chart.yaml", Metadata + "dependencies:\n- {name: db, version: 0.1.0}\n- {name: db, version: 0.1.0, alias: two}\n"),
            ("charts/db/Chart.yaml", Child + "dependencies:\n- {name: net, version: 0.1.0, import-values: [data]}\n"),
            ("charts/db/templates/t.yaml", "{{ .Values.port }}"),
            ("charts/db/charts/net/Chart.yaml", "apiVersion: v2\nname: net\nversion: 0.1.0\n"),
            ("charts/db/charts/net/values.yaml", "exports: {data: {port: 7}}\n"),
        ]);
        Assert.Equal(["7", ""], texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Value.Value));
    }

    [Fact]
    public void An_action_prints_the_cluster_s_version_and_a_function_its_fields()
    {
        var texts = Render([("templates/t.yaml", "{{ .Capabilities.KubeVersion }} {{ print .Capabilities.KubeVersion }}")]);
        Assert.Matches(@"^v1\.\d+\.\d+ \{v1\.\d+\.\d+ 1 \d+\}$", texts["shop/templates/t.yaml"].Value);
    }

    [Theory]
    [InlineData("name: x\n", "validation: chart.metadata.version is required")]
    [InlineData("name: x\nversion: bad\n", "validation: chart.metadata.version \"bad\" is invalid")]
    [InlineData("name: a/b\nversion: 1.0.0\n", "validation: chart.metadata.name \"a/b\" is invalid")]
    [InlineData("name: x\nversion: 1.0.0\nkubeVersion: '<1.0'\n", "chart requires kubeVersion: <1.0 which is incompatible with Kubernetes v1.37.0")]
    [InlineData("name: x\nversion: 1.0.0\ndependencies: [{name: gone}]\n", "found in Chart.yaml, but missing in charts/ directory: gone")]
    [InlineData("name: x\nversion: 1.0.0\nkeywords: a\n", "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.keywords of type []string")]
    public void Refuses_a_chart_in_Helm_s_words(string metadata, string message) =>
        Assert.Equal(message, Assert.Throws<ChartException>(() => Render([("Chart.yaml", metadata)])).Message);

    [Fact]
    public void Holds_values_against_the_schema()
    {
        var schema = """{"properties": {"port": {"type": "integer", "maximum": 65535}, "kind": {"enum": ["a", "b"]}}, "required": ["kind"], "additionalProperties": false}""";
        var error = Assert.Throws<ValuesSchemaException>(() => Render([("values.schema.json", schema)], "port: 70000\nother: 1\n"));
        Assert.Equal("values don't meet the specifications of the schema(s) in the following chart(s):\nshop:\n- at '': missing property 'kind'\n- at '/port': maximum: got 70000, want 65535\n- at '': additional properties 'other' not allowed\n", error.Message);
    }

    [Fact]
    public void Reads_packed_dependencies_and_no_name_that_leads_out()
    {
        Chart Load(byte[] archive) => new ChartLoader(3, []).Load([File("Chart.yaml", Metadata), new ChartFile("charts/db.tgz", archive, "charts/db.tgz")]);
        Assert.Equal("db", Load(Archive(("db/Chart.yaml", Child))).Dependencies[0].Name);
        Assert.Contains("parent directory", Assert.Throws<ChartException>(() => Load(Archive(("db/../../x", "")))).Message, StringComparison.Ordinal);
        Assert.Contains("absolute paths", Assert.Throws<ChartException>(() => Load(Archive(("db//etc/x", "")))).Message, StringComparison.Ordinal);
        Assert.Contains("unexpected EOF", Assert.Throws<ChartException>(() => Load(Archive(("db/Chart.yaml", Child))[..40])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_templates_the_chart_s_files_and_nothing_else()
    {
        var texts = Render([("conf/a.ini", "x=1\n"), ("conf/b.ini", "y"), ("templates/t.yaml", """{{ .Files.Get "conf/a.ini" }}{{ .Files.Get "../secret" }}{{ (.Files.Glob "conf/*.ini").AsConfig }} {{ .Files.Lines "conf/a.ini" }}""")]);
        Assert.Equal("x=1\na.ini: |\n  x=1\nb.ini: \"y\" [x=1]", texts["shop/templates/t.yaml"].Value);
    }

    [Theory]
    [InlineData("*.txt\n", "a.txt", true)]
    [InlineData("/a.txt\n", "b/a.txt", false)]
    [InlineData("b/\n", "b", false)]
    [InlineData("# c\n\n[ab].txt\n", "c.txt", false)]
    [InlineData("!a.txt\n", "b.txt", true)]
    [InlineData("", "templates/.hidden", true)]
    public void Leaves_out_what_helmignore_names(string rules, string file, bool ignored) => Assert.Equal(ignored, new HelmIgnore(rules).Ignores(file, isFolder: false));

    [Theory]
    [InlineData("a.b=1,c=x", """{"a":{"b":1},"c":"x"}""")]
    [InlineData("l={1,true},m[1].n=null", """{"l":[1,true],"m":[null,{"n":null}]}""")]
    [InlineData(@"a\.b=x\,y,z=007", """{"a.b":"x,y","z":"007"}""")]
    [InlineData("a=", """{"a":""}""")]
    public void Reads_set(string text, string json)
    {
        var values = GoMap.New();
        SetParser.Assign(values, text, SetKind.Typed);
        Assert.Equal(json, Render([("templates/t.yaml", "{{ toJson .Values.v }}")], "v: " + Json(values))["shop/templates/t.yaml"].Value);
    }

    [Theory]
    [InlineData("a", "failed parsing --set data: key \"a\" has no value")]
    [InlineData("a.=1", "failed parsing --set data: key map \"a\" has no value")]
    [InlineData("a.b..c=1", "failed parsing --set data: key map \"b\" has no value")]
    [InlineData("a[-1]=x", "failed parsing --set data: negative -1 index not allowed")]
    [InlineData("a[99999999]=1", "failed parsing --set data: index of 99999999 is greater than maximum supported index of 65536")]
    [InlineData("a=1,a.b=2", "failed parsing --set data: unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}")]
    public void Says_what_is_wrong_with_set(string text, string message) => Assert.Equal(message, Assert.Throws<ChartException>(() => SetParser.Assign(GoMap.New(), text, SetKind.Typed)).Message);

    [Fact]
    public void Splits_and_sorts_documents_as_Helm_installs_them()
    {
        const string documents = "kind: Deployment\nmetadata: {name: a}\n---\n# nothing\n---\nkind: Service\n---\nkind: Job\nmetadata: {annotations: {helm.sh/hook: test}}\n";
        var warnings = new List<string>();
        var chart = new ChartLoader(3, warnings).Load([File("Chart.yaml", Metadata), File("templates/t.yaml", documents), File("templates/NOTES.txt", "thanks")]);
        var rendered = ChartRenderer.Render(chart, GoMap.New(), new ReleaseOptions(), new RenderSettings(), warnings);
        var (installed, hooks) = ReleaseManifests.Of(rendered, 3, warnings);
        Assert.Equal(["Service", "Deployment", ""], installed.Select(manifest => manifest.Kind));
        Assert.True(Assert.Single(hooks).IsTest);
    }

    private static string Json(GoMap map)
    {
        var renderer = new Renderer(SvcLint.Charts.Functions.HelmFunctions.Table(3), new Execution(new RenderSettings()));
        renderer.Parse(TemplateText.OfFile("t", new SvcLint.Text.SourceText("t", "{{ toJson . }}")));
        return renderer.Render("t", map).Value;
    }
}
