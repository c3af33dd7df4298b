namespace SvcLint.Analyzers.Tests.Builds;

/// <summary>Another analyzer in the same compilation brings a YAML library; svclint brings none that could take its place.</summary>
[Collection(BuildTests.Name)]
public sealed class NeighbourTests(AnalyzerPackage package)
{
    [Fact]
    public void An_analyzer_beside_it_uses_its_own_YamlDotNet()
    {
        using var neighbour = new TestRepository(package);
        neighbour.Write("Neighbour.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <LangVersion>latest</LangVersion>
                <IncludeBuildOutput>false</IncludeBuildOutput>
                <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
                <EnableDefaultItems>false</EnableDefaultItems>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="Neighbour.cs" />
                <PackageReference Include="Microsoft.CodeAnalysis.CSharp" Version="4.8.0" PrivateAssets="all" />
                <PackageReference Include="YamlDotNet" Version="16.3.0" GeneratePathProperty="true" PrivateAssets="all" />
                <None Include="$(OutputPath)Neighbour.dll;$(PkgYamlDotNet)/lib/netstandard2.0/YamlDotNet.dll" Pack="true" PackagePath="analyzers/dotnet/cs" />
              </ItemGroup>
            </Project>
            """);
        neighbour.Write("Neighbour.cs", """
            using System.Collections.Immutable;
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.Diagnostics;

            [DiagnosticAnalyzer(LanguageNames.CSharp)]
            public sealed class Neighbour : DiagnosticAnalyzer
            {
                private static readonly DiagnosticDescriptor Version = new("NEXT1", "t", "YamlDotNet {0}", "c", DiagnosticSeverity.Warning, true);

                public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Version);

                public override void Initialize(AnalysisContext context)
                {
                    context.EnableConcurrentExecution();
                    context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
                    context.RegisterCompilationAction(c => c.ReportDiagnostic(Diagnostic.Create(
                        Version, Location.None, typeof(YamlDotNet.Core.Parser).Assembly.GetName().Version.Major)));
                }
            }
            """);
        var pack = DotNet.Run(neighbour.Path, package.Variables, "pack", "-c", "Release", "-o", package.Feed);
        Assert.True(pack.ExitCode == 0, pack.Output);

        using var repository = new TestRepository(package);
        repository.WriteProject("App.csproj", items: """<PackageReference Include="Neighbour" Version="1.0.0" />""");
        repository.Write("web.yaml", Manifests.Web);
        var build = repository.Build();

        Assert.Contains("warning NEXT1: YamlDotNet 16", build.Output, StringComparison.Ordinal);
        Assert.Equal(["web.yaml(10,19): error SVC2002"], build.Lines.Select(l => l.ToString()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(package.Variables["NUGET_PACKAGES"], "svclint.analyzers"), "YamlDotNet.dll", SearchOption.AllDirectories));
    }
}
