namespace SvcLint.Analyzers.Tests.Builds;

/// <summary>Projects that compile no C#, and those that ask for the task.</summary>
[Collection(BuildTests.Name)]
public sealed class TaskBuildTests(AnalyzerPackage package)
{
    [Fact]
    public void Projects_without_a_compilation_are_linted_and_repeat_their_findings()
    {
        using var repository = new TestRepository(package);
        // No C# is compiled in it, whatever its extension says.
        repository.WriteProject("Deploy/Deploy.csproj", sdk: "Microsoft.Build.NoTargets/3.7.0");
        repository.Write("Deploy/web.yaml", Manifests.Web);
        repository.Write("Deploy/svclint.yaml", "rules:\n  SVC2002: warning\n");
        repository.WriteProject("Functional/Functional.fsproj", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>SVC2002</WarningsNotAsErrors>", """<Compile Include="Empty.fs" />""");
        repository.Write("Functional/Empty.fs", "module Empty\nlet nothing = ()\n");
        repository.Write("Functional/web.yaml", Manifests.Web);
        repository.Write("Functional/svclint.yaml", "rules:\n  SVC2002: warning\n");
        repository.WriteProject("Asked/Asked.csproj", "<SvcLintChannel>Task</SvcLintChannel>");
        repository.Write("Asked/web.yaml", Manifests.Web);
        repository.Write("Asked/svclint.yaml", "rules:\n  SVC2002: warning\n");
        repository.Write("All.slnx", """
            <Solution>
              <Project Path="Asked/Asked.csproj" />
              <Project Path="Deploy/Deploy.csproj" />
              <Project Path="Functional/Functional.fsproj" />
            </Solution>
            """);

        var first = repository.Build();
        var upToDate = repository.Build("--no-restore");

        Assert.True(first.ExitCode == 0, first.Output);
        string[] expected =
        [
            "Asked/web.yaml(10,19,10,22): warning SVC2002",
            "Deploy/web.yaml(10,19,10,22): warning SVC2002",
            "Functional/web.yaml(10,19,10,22): warning SVC2002",
        ];
        Assert.Equal(expected, first.Lines.Select(l => l.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(expected, upToDate.Lines.Select(l => l.ToString()).Order(StringComparer.Ordinal));
    }
}
