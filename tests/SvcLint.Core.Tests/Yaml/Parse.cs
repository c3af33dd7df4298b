using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

internal static class Parse
{
    public static YamlResult Document(string yaml) => YamlReader.Read(TextSlice.Whole(new SourceText("test.yaml", yaml)));

    public static YamlNode Root(string yaml)
    {
        var result = Document(yaml);
        Assert.Null(result.Problem);
        return result.Root!;
    }

    public static YamlMapping Mapping(string yaml) => Assert.IsType<YamlMapping>(Root(yaml));
}
