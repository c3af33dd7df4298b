using System.Security.Cryptography;
using System.Text;
using SvcLint.Emulation;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Kubernetes;

public sealed class Sha256Tests
{
    [Fact]
    public void Equals_the_systems_hash_for_every_length_around_the_block_borders()
    {
        for (var length = 0; length < 700; length++)
        {
            var text = new string('k', length) + (length % 7 == 0 ? "é" : "");
            Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text)), Hash(text));
        }
    }

    [Theory]
    [InlineData("shop/web:httptcp", "67NZLRHBNDSAWJRO")]
    [InlineData("shop/web:httptcp10.1.0.9:8080", "V5JC5G22UCREWFTV")]
    [InlineData("shop/edgetcp", "IOHJU4DRHVRPHHR7")]
    public void Chain_names_of_kube_proxy(string text, string expected) => Assert.Equal(expected, ChainHash.Name("", text.AsSpan(), 16));

    private static byte[] Hash(string text)
    {
        Span<uint> words = stackalloc uint[8];
        Sha256.Hash(text.AsSpan(), words);
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++)
        {
            bytes[i] = (byte)(words[i / 4] >> (24 - (8 * (i % 4))));
        }

        return bytes;
    }
}
