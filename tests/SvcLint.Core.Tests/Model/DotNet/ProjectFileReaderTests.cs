using CsCheck;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Model.DotNet;

public sealed class ProjectFileReaderTests
{
    private static readonly string[] Parts =
    [
        "<Project>", "</Project>", "<PropertyGroup>", "</PropertyGroup>", "<ItemGroup>", "</ItemGroup>", "<TargetFramework>", "net8.0", "</TargetFramework>", "<ContainerPort Include=\"80\"/>",
        "<ContainerEnvironmentVariable Include='A' Value='&amp;'/>", "<ProjectReference Include=\"..\\..\\a.csproj\"/>", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x>", "\"", "<", ">", "\r", "\n", "&#0;", "<?xml?>",
    ];

    [Fact]
    public void Properties_and_items_have_the_places_of_their_values()
    {
        var project = Read("""
            <?xml version="1.0" encoding="utf-8"?>
            <Project Sdk="Microsoft.NET.Sdk.Web" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <PropertyGroup>
                <TargetFramework>net6.0</TargetFramework>
                <TargetFramework> net8.0 <!-- the last one wins --></TargetFramework>
                <ContainerRepository>shop/a&amp;b</ContainerRepository>
              </PropertyGroup>
              <ItemGroup>
                <ContainerPort Include = '8081' Type="tcp" />
                <ContainerEnvironmentVariable Include="ASPNETCORE_URLS"
                                              Value="http://+:8081" />
                <ProjectReference Include="..\Shared\.\Shared.csproj" />
                <ProjectReference Include="$(Root)/Other.csproj" />
              </ItemGroup>
            </Project>
            """.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal("Microsoft.NET.Sdk.Web", project.Sdk);
        Assert.Equal(["net8.0"], project.TargetFrameworks.Select(f => f.Value));
        Assert.Equal("net8.0", project.TargetFrameworks[0].Span.Text);
        Assert.Equal("shop/a&b", project.ContainerRepository!.Value);
        Assert.Equal("shop/a&amp;b", project.ContainerRepository.Span.Text);
        Assert.Equal((8081, "8081"), (project.ContainerPorts[0].Value, project.ContainerPorts[0].Span.Text));
        Assert.Equal(("ASPNETCORE_URLS", "http://+:8081"), (project.ContainerEnvironment[0].Name, project.ContainerEnvironment[0].Value.Span.Text));
        Assert.Equal(["src/Shared/Shared.csproj"], project.ProjectReferences);
        Assert.False(project.IsTest);
    }

    [Fact]
    public void What_a_condition_or_an_expression_decides_is_unknown()
    {
        var project = Read("""
            <Project>
              <Sdk Name="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <AssemblyName>$(RootNamespace)</AssemblyName>
                <ContainerRepository>shop/web</ContainerRepository>
                <ContainerRepository Condition="'$(CI)' == 'true'">shop/ci</ContainerRepository>
                <TargetFrameworks>net8.0;net10.0</TargetFrameworks>
              </PropertyGroup>
              <PropertyGroup Condition="'$(A)' == ''"><ContainerBaseImage>x</ContainerBaseImage></PropertyGroup>
              <Choose><When Condition="true"><ItemGroup><ContainerPort Include="1" /></ItemGroup></When></Choose>
              <Target Name="T"><ItemGroup><ContainerPort Include="2" /></ItemGroup></Target>
              <ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" /></ItemGroup>
            </Project>
            """);

        Assert.Equal("Microsoft.NET.Sdk", project.Sdk);
        Assert.Null(project.AssemblyName);
        Assert.Null(project.ContainerRepository);
        Assert.Null(project.ContainerBaseImage);
        Assert.Empty(project.ContainerPorts);
        Assert.Equal(["net8.0", "net10.0"], project.TargetFrameworks.Select(f => f.Span.Text));
        Assert.True(project.IsTest);
    }

    [Theory]
    [InlineData("<PropertyGroup><IsTestProject>True</IsTestProject></PropertyGroup>", true)]
    [InlineData("<PropertyGroup><IsTestProject Condition=\"'$(A)' == ''\">true</IsTestProject></PropertyGroup>", false)]
    [InlineData("<ItemGroup><PackageReference Include=\"xunit.v3\" /></ItemGroup>", true)]
    [InlineData("<ItemGroup><PackageReference Include=\"NUnit\" /></ItemGroup>", true)]
    [InlineData("<ItemGroup Condition=\"'$(A)' == ''\"><PackageReference Include=\"xunit\" /></ItemGroup>", false)]
    [InlineData("<ItemGroup><PackageReference Include=\"xunit.abstractions\" /></ItemGroup>", false)]
    public void A_test_project_says_so_or_references_a_test_framework(string content, bool expected) =>
        Assert.Equal(expected, Read($"<Project Sdk=\"Microsoft.NET.Sdk\">{content}</Project>").IsTest);

    [Theory]
    [InlineData("")]
    [InlineData("<Project>")]
    [InlineData("<project />")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><Project />")]
    [InlineData("not xml")]
    public void What_is_no_project_has_no_facts(string text) => Assert.Null(ProjectFileReader.Read(new SourceText("a.csproj", text)));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Int[0, Parts.Length - 1].Array[0, 20].Select(picks => string.Concat(picks.Select(i => Parts[i]))).Sample(
            text =>
            {
                var read = ProjectFileReader.Read(new SourceText("src/a.csproj", $"<Project><PropertyGroup>{text}</PropertyGroup></Project>"));
                _ = ProjectFileReader.Read(new SourceText("src/a.csproj", text));
                Assert.True(read is null || read.TargetFrameworks.All(f => f.Span.End <= f.Span.Source.Content.Length));
            },
            iter: 3000);

    private static ProjectFile Read(string text) => ProjectFileReader.Read(new SourceText("src/Web/Web.csproj", text))!;
}
