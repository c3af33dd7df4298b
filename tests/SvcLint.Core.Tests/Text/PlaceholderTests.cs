using SvcLint.Text;

namespace SvcLint.Core.Tests.Text;

public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("$VAR")]
    [InlineData("web-${ENV:-dev}")]
    [InlineData("<name>")]
    [InlineData("{{ .Values.name }}")]
    [InlineData("{% name %}")]
    [InlineData("__NAME__")]
    [InlineData("@@name@@")]
    [InlineData("web-#{Environment}")]
    [InlineData("%IMAGE_TAG%")]
    [InlineData("REPLACEME-canary")]
    [InlineData("CHANGE_ME")]
    [InlineData("YOUR-NAMESPACE")]
    public void Is_a_placeholder(string value) => Assert.True(Placeholder.Is(value));

    [Theory]
    [InlineData("web")]
    [InlineData("replace-me")]
    [InlineData("your-app")]
    [InlineData("100%")]
    [InlineData("a%2Fb%2Fc")]
    [InlineData("%AB%CD")]
    [InlineData("a#b")]
    [InlineData("user@host")]
    [InlineData("a < b")]
    [InlineData("$5")]
    [InlineData("__init")]
    [InlineData("Todo")]
    [InlineData("curl http://api:81 # TODO: retry")]
    public void Is_a_value(string value) => Assert.False(Placeholder.Is(value));
}
