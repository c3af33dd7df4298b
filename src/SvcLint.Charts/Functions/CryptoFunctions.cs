using System.Globalization;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>Sprig's checksums and keys. What is random is a placeholder that counts as unknown.</summary>
internal static class CryptoFunctions
{
    private static readonly GoType Certificate = new("sprig.certificate", GoKind.Struct, isNamed: true, fields: [new GoField("Cert", GoType.String, "Cert"), new GoField("Key", GoType.String, "Key")]);

    public static IEnumerable<GoFunction> All()
    {
        GoType[] one = [GoType.String];
        GoType[] two = [GoType.String, GoType.String];
        yield return new("sha1sum", one, call => Hexadecimal(Hashes.Sha1(GoText.ToBytes(call.String(0)))));
        yield return new("sha256sum", one, call => Hexadecimal(Hashes.Sha256(GoText.ToBytes(call.String(0)))));
        yield return new("sha512sum", one, call => Hexadecimal(Hashes.Sha512(GoText.ToBytes(call.String(0)))));
        yield return new("adler32sum", one, call => GoString.Of(Hashes.Adler32(GoText.ToBytes(call.String(0))).ToString(CultureInfo.InvariantCulture)));
        yield return new("bcrypt", one, call => Unknown(StableRandom.Bcrypt), origins: OriginFlow.Unknown);
        yield return new("htpasswd", two, call => call.String(0).IndexOf(':') >= 0
            ? GoString.Of("invalid username: " + call.String(0))
            : Unknown(call.String(0) + ":" + StableRandom.Bcrypt), origins: OriginFlow.Kept);
        yield return new("derivePassword", [GoType.Uint32, GoType.String, GoType.String, GoType.String, GoType.String], call => GoString.Of(DerivedPassword.Create(call)));
        yield return new("genPrivateKey", one, call => call.String(0) is "" or "rsa" or "dsa" or "ecdsa" or "ed25519"
            ? Unknown(StableRandom.Pem(call.String(0) switch { "ecdsa" => "EC PRIVATE KEY", "dsa" => "DSA PRIVATE KEY", "ed25519" => "PRIVATE KEY", _ => "RSA PRIVATE KEY" }))
            : GoString.Of("Unknown type " + call.String(0)), origins: OriginFlow.Kept);
        yield return new("buildCustomCert", two, call => BuildCustom(call), origins: OriginFlow.Kept);
        yield return new("genCA", [GoType.String, GoType.Int], call => Generated(), origins: OriginFlow.Unknown);
        yield return new("genCAWithKey", [GoType.String, GoType.Int, GoType.String], call => Generated(call.Text(2)), origins: OriginFlow.Unknown);
        yield return new("genSelfSignedCert", [GoType.String, GoType.List, GoType.List, GoType.Int], call => Generated(), origins: OriginFlow.Unknown);
        yield return new("genSelfSignedCertWithKey", [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.String], call => Generated(call.Text(4)), origins: OriginFlow.Unknown);
        yield return new("genSignedCert", [GoType.String, GoType.List, GoType.List, GoType.Int, Certificate], call => Generated(), origins: OriginFlow.Unknown);
        yield return new("genSignedCertWithKey", [GoType.String, GoType.List, GoType.List, GoType.Int, Certificate, GoType.String], call => Generated(call.Text(5)), origins: OriginFlow.Unknown);
        yield return new("encryptAES", two, call => Unknown(StableRandom.Encrypted(call.String(1))), origins: OriginFlow.Unknown);
        yield return new("decryptAES", two, Decrypt, origins: OriginFlow.Kept);
        yield return new("randBytes", [GoType.Int], call => Unknown(Convert.ToBase64String(new byte[Count(call)])), origins: OriginFlow.Unknown);
        yield return new("randAlphaNum", [GoType.Int], call => Unknown(StableRandom.Letters(Count(call), "x0")), origins: OriginFlow.Unknown);
        yield return new("randAlpha", [GoType.Int], call => Unknown(StableRandom.Letters(Count(call), "xy")), origins: OriginFlow.Unknown);
        yield return new("randAscii", [GoType.Int], call => Unknown(StableRandom.Letters(Count(call), "x0")), origins: OriginFlow.Unknown);
        yield return new("randNumeric", [GoType.Int], call => Unknown(StableRandom.Letters(Count(call), "10")), origins: OriginFlow.Unknown);
        yield return new("randInt", [GoType.Int, GoType.Int], call => call.Int(1) > call.Int(0) ? GoInt.Of(call.Int(0)) : throw new GoException("invalid argument to Intn"), origins: OriginFlow.Unknown);
        yield return new("shuffle", one, call => GoString.Of(call.String(0)), origins: OriginFlow.Unknown);
        yield return new("uuidv4", [], _ => Unknown("00000000-0000-4000-8000-000000000000"), origins: OriginFlow.Unknown);
        yield return new("getHostByName", one, _ => GoString.Of(""), origins: OriginFlow.Unknown);
    }

    private static GoString Unknown(string text) => new(text, Origin.Unknown);

    private static GoString Hexadecimal(byte[] bytes) => GoString.Of(string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))));

    private static int Count(FunctionCall call)
    {
        if (call.Int(0) < 0)
        {
            return 0;
        }

        call.Execution.Write(call.Int(0));
        return (int)Math.Min(call.Int(0), int.MaxValue);
    }

    private static GoObject Generated(GoString? key = null) =>
        new(Certificate, [Unknown(StableRandom.Pem("CERTIFICATE")), key ?? Unknown(StableRandom.Pem("RSA PRIVATE KEY"))], origin: Origin.Unknown);

    private static GoObject BuildCustom(FunctionCall call)
    {
        foreach (var (index, what) in new[] { (0, "certificate"), (1, "private key") })
        {
            if (!EncodingFunctions.TryDecode64(call.String(index), out _, out _))
            {
                throw new GoException("unable to decode base64 " + what);
            }
        }

        EncodingFunctions.TryDecode64(call.String(0), out var certificate, out _);
        EncodingFunctions.TryDecode64(call.String(1), out var key, out _);
        var text = GoText.FromBytes(certificate);
        if (text.IndexOf("-----BEGIN", StringComparison.Ordinal) < 0)
        {
            throw new GoException("unable to decode certificate");
        }

        return new GoObject(Certificate, [new GoString(text, Origin.Compute([call[0]])), new GoString(GoText.FromBytes(key), Origin.Compute([call[1]]))]);
    }

    private static GoString Decrypt(FunctionCall call)
    {
        var text = call.String(1);
        if (text.Length == 0)
        {
            return GoString.Empty;
        }

        if (!EncodingFunctions.TryDecode64(text, out var bytes, out var error))
        {
            throw new GoException(error);
        }

        // What this run encrypted itself comes back as it was.
        if (StableRandom.Decrypted(bytes) is { } known)
        {
            return GoString.Of(known);
        }

        const int Block = AesCipher.BlockSize;
        if (bytes.Length < Block)
        {
            throw new GoException($"runtime error: slice bounds out of range [:{Block}] with capacity {GoFormat.Invariant(text.Length / 4 * 3)}");
        }

        if (bytes.Length % Block != 0)
        {
            throw new GoException("crypto/cipher: input not full blocks");
        }

        if (bytes.Length == Block)
        {
            throw new GoException("runtime error: index out of range [-1]");
        }

        call.Execution.Spend(bytes.Length);
        var password = GoText.ToBytes(call.String(0));
        var key = new byte[32];
        Array.Copy(password, key, Math.Min(password.Length, key.Length));
        var plain = AesCipher.Decrypt(key, [.. bytes.Take(Block)], [.. bytes.Skip(Block)]);
        var length = plain.Length - plain[plain.Length - 1];
        return length < 0
            ? throw new GoException($"runtime error: slice bounds out of range [:{GoFormat.Invariant(length)}]")
            : new GoString(GoText.FromBytes(plain, 0, length), Origin.Compute(call.Arguments));
    }
}
