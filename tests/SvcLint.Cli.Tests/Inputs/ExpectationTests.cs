namespace SvcLint.Cli.Tests.Inputs;

/// <summary>What a test expects of a cluster is not linted, and the summary says so.</summary>
public sealed class ExpectationTests
{
    [Fact]
    public void Expectations_of_tests_are_counted_as_skipped()
    {
        using var scratch = new Scratch();
        scratch.Write("test/00-install.yaml", Manifests.Both("web", "http", "http"));
        scratch.Write("test/01-assert.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: nodeport}\n");

        var text = Tool.Svclint(scratch.Folder, null, "test");
        var json = Tool.Svclint(scratch.Folder, null, "test", "--format", "json");

        Assert.Contains("1 test's expectation skipped (test/01-assert.yaml)", text.Error, StringComparison.Ordinal);
        var skipped = Assert.Single(json.Json.GetProperty("summary").GetProperty("skipped").EnumerateArray());
        Assert.Equal("test-expectation", skipped.GetProperty("reason").GetString());
    }
}
