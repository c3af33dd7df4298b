using CsCheck;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Model.DotNet;

public sealed class DockerfileReaderTests
{
    private static readonly string[] Parts =
    [
        "FROM ", "a AS b\n", "ENV ", "A=1 ", "$A", "${A:-x}", "${", "}", "\\\n", "`\n", "# escape=`\n", "ARG X", "=", "\"", "'", "ENTRYPOINT [\"", "\", \"", "\"]\n", "RUN <<EOF\n", "EOF\n", "\r\n", "COPY --from=x ",
        "EXPOSE 80/tcp", "\n", " ", "\t", "#", "\\",
    ];

    [Theory]
    [InlineData("Dockerfile", true)]
    [InlineData("src/Web/dockerfile", true)]
    [InlineData("build/Dockerfile.web", true)]
    [InlineData("build/web.Dockerfile", true)]
    [InlineData("Containerfile", true)]
    [InlineData("Model/Dockerfile.cs", false)]
    [InlineData("Dockerfile.dockerignore", false)]
    [InlineData("Dockerfiles/readme.md", false)]
    [InlineData("MyDockerfile", false)]
    public void Names_are_those_that_build_tools_look_for(string path, bool expected) => Assert.Equal(expected, Dockerfile.IsDockerfile(path));

    [Fact]
    public void Stages_inherit_and_the_last_one_is_the_image()
    {
        var file = Read("""
            # syntax=docker/dockerfile:1
            ARG VERSION=8.0
            ARG REGISTRY
            FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/aspnet:${VERSION} AS base
            ENV PORT=7070
            EXPOSE 7070/tcp $PORT 9000-9001
            from mcr.microsoft.com/dotnet/sdk:$VERSION as build
            COPY ["src/Web/Web.csproj", "src/Lib/Lib.csproj", "src/"]
            COPY --chown=app nuget.config ./
            FROM base
            ENV ASPNETCORE_URLS=http://*:${PORT} OTHER="a b" LATER=$OTHER
            COPY --from=build /app .
            ENTRYPOINT ["dotnet", "Web.dll"]
            FROM ${REGISTRY}/other AS unused
            FROM base AS final
            ENV LEGACY http://+:$PORT and more
            """);

        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:8.0", file.BaseImage.Value);
        Assert.Equal("mcr.microsoft.com/dotnet/aspnet:${VERSION}", file.BaseImage.Span.Text);
        Assert.Equal([7070, 7070], file.Stages[0].Exposed.Select(e => e.Value));
        Assert.Equal(["src/Web/Web.csproj", "src/Lib/Lib.csproj", "nuget.config"], file.Stages[1].Copied.Select(c => c.Value));
        Assert.Equal(["ASPNETCORE_URLS=http://*:7070", "OTHER=a b", "LATER="], file.Stages[2].Environment.Select(e => $"{e.Name}={e.Value?.Value}"));
        Assert.Null(file.Stages[2].Environment[2].Value);
        Assert.Equal("${REGISTRY}/other", file.Stages[3].Image.Value);
        Assert.Equal("http://+:7070 and more", file.Stages[4].Environment[0].Value!.Value);
        Assert.Equal([file.Stages[4], file.Stages[0]], file.FinalStages);
        Assert.Equal((null, null), file.Runs);
    }

    [Fact]
    public void Continued_lines_keep_their_places()
    {
        const string Text = "FROM a\r\nENV A=1 \\\r\n    # between\r\n\r\n    B=2 \\\r\n    C='$A'\r\nENV D=${A}${B:-9}\r\n";
        var stage = Read(Text).Stages[0];

        Assert.Equal(["A=1", "B=2", "C=$A", "D=12"], stage.Environment.Select(e => $"{e.Name}={e.Value!.Value}"));
        Assert.Equal(["1", "2", "'$A'", "${A}${B:-9}"], stage.Environment.Select(e => e.Value!.Span.Text));
        Assert.Equal(5, stage.Environment[1].Value!.Span.StartPosition.Line);
    }

    [Fact]
    public void The_escape_directive_counts_for_windows_paths()
    {
        var stage = Read("# escape=`\nFROM a\nENV A=C:\\x `\n B=2\n").Stages[0];

        Assert.Equal(["A=C:\\x", "B=2"], stage.Environment.Select(e => $"{e.Name}={e.Value!.Value}"));
    }

    [Fact]
    public void The_body_of_a_heredoc_is_no_instruction()
    {
        var stage = Read("FROM a\nRUN <<EOF\nENV A=1\nEOF\nCOPY <<-\"X\" /f\n\tENV B=2\n\tX\nRUN cat << 3\nENV C=3\n").Stages[0];

        Assert.Equal(["C"], stage.Environment.Select(e => e.Name));
    }

    [Fact]
    public void An_entrypoint_of_a_later_stage_resets_the_command_of_an_earlier_one()
    {
        var file = Read("FROM a AS x\nCMD [\"--urls\", \"http://*:1\"]\nFROM x\nENTRYPOINT dotnet Web.dll --urls \"http://*:2\"\n");

        Assert.True(file.Runs.Entrypoint!.IsShell);
        Assert.Equal(["dotnet", "Web.dll", "--urls", "http://*:2"], file.Runs.Entrypoint.Words.Select(w => w.Value));
        Assert.Null(file.Runs.Command);
    }

    [Fact]
    public void What_has_no_stage_is_no_Dockerfile() => Assert.Null(DockerfileReader.Read(new SourceText("Dockerfile", "FROM\nENV A=1\n{{ x }}")));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Int[0, Parts.Length - 1].Array[0, 30].Select(picks => string.Concat(picks.Select(i => Parts[i]))).Sample(
            text =>
            {
                var file = DockerfileReader.Read(new SourceText("Dockerfile", "FROM x\n" + text))!;
                _ = (file.BaseImage, file.Runs);
                foreach (var span in file.Stages.SelectMany(s => s.Environment).Select(e => e.Value?.Span).OfType<SourceSpan>())
                {
                    Assert.InRange(span.End, span.Start, span.Source.Content.Length);
                }
            },
            iter: 5000);

    private static Dockerfile Read(string text) => DockerfileReader.Read(new SourceText("Dockerfile", text))!;
}
