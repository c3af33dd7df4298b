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
}
