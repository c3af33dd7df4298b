using CsCheck;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Model;

public sealed class AppSettingsTests
{
    private static readonly string[] Parts = ["{", "}", "[", "]", "\"", "\\", "/", "*", "//", "/*", ":", ",", "\n", "\t", "a", "1", "#", "&", "!"];

    [Theory]
    [InlineData("src/Web/appsettings.Production.json", true)]
    [InlineData("appsettings.staging.json", true)]
    [InlineData("AppSettings.K8s.JSON", true)]
    [InlineData("appsettings.json", false)]
    [InlineData("appsettings..json", false)]
    [InlineData("appsettings.Development.json", false)]
    [InlineData("appsettings.DockerCompose.json", false)]
    [InlineData("appsettings.Test.json", false)]
    public void Only_some_environments_may_be_a_cluster(string path, bool expected) =>
        Assert.Equal(expected, new AppSettings(new SourceText(path, "{}"), []).MayBeOfCluster);

    [Theory]
    [InlineData("src/Web/appsettings.json", "")]
    [InlineData("AppSettings.K8s.JSON", "K8s")]
    [InlineData("appsettings.a.b.json", "a.b")]
    [InlineData("myappsettings.Production.json", null)]
    [InlineData("appsettingsX.json", null)]
    [InlineData("appsettings.Production.json.bak", null)]
    public void The_name_tells_the_environment(string path, string? environment)
    {
        Assert.Equal(environment is not null, AppSettings.IsSettings(path));
        Assert.Equal(environment ?? "", new AppSettings(new SourceText(path, "{}"), []).Environment);
    }

    [Fact]
    public void Keys_are_those_of_IConfiguration_and_spans_those_of_the_file()
    {
        const string Text = "{\n\t// \"No\": 1\n\t\"A\": { \"B\": [ \"x\", 2, ], /* \"No\": { */ \"C\": \"http://y // z\" },\r\n\t\"D\\u0041\": true\n}";
        var source = new SourceText("appsettings.Production.json", Text);

        var settings = AppSettings.Read(source)!.Value.Settings.Settings;

        Assert.Equal(["A:B:0=x", "A:B:1=2", "A:C=http://y // z", "DA=true"], settings.Select(s => $"{s.Key}={s.Value.Value}"));
        Assert.Equal(["\"x\"", "2", "\"http://y // z\"", "true"], settings.Select(s => s.Value.Span.Text));
        Assert.Equal("A__B__0", settings[0].Variable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("{ \"a\": ")]
    [InlineData("a: 1")]
    [InlineData("{ \"a\": \"\\")]
    [InlineData("/* never closed")]
    public void What_is_no_JSON_object_has_no_settings(string text) => Assert.Null(AppSettings.Read(new SourceText("appsettings.Production.json", text)));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Int[0, Parts.Length - 1].Array[0, 40].Select(picks => string.Concat(picks.Select(i => Parts[i]))).Sample(
            text => { _ = Linter.Parse(new SourceText("appsettings.Production.json", "{" + text)); },
            iter: 2000);
}
