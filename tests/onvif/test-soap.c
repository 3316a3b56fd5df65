/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-onvif-capabilities.h"
#include "driver/onvif/lk-onvif-fault.h"
#include "driver/onvif/lk-onvif-token.h"
#include "driver/onvif/lk-soap.h"

#include <string.h>

#define ENVELOPE "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:t=\"urn:t\">"

static LkSoapReply *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return lk_soap_reply_new (bytes, error);
}

static const struct
{
  const char *path;
  const char *text;
} bad_rows[] = {
  { "/soap/rejects/nothing", "" },
  { "/soap/rejects/words", "No such page" },
  { "/soap/rejects/html", "<html><body>Hello</body></html>" },
  { "/soap/rejects/cut-short", ENVELOPE "<e:Body><t:A>" },
  { "/soap/rejects/no-body", ENVELOPE "</e:Envelope>" },
  { "/soap/rejects/soap-1.1", "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body/></e:Envelope>" },
  { "/soap/rejects/entities", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" ENVELOPE "<e:Body><t:A>&b;</t:A></e:Body></e:Envelope>" },
  { "/soap/rejects/outside-entity", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" ENVELOPE "<e:Body><t:A>&a;</t:A></e:Body></e:Envelope>" },
  { "/soap/rejects/outside-dtd", "<!DOCTYPE x SYSTEM \"http://192.0.2.1/x.dtd\">" ENVELOPE "<e:Body/></e:Envelope>" },
};

static void
test_bad (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (data, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
}

static void
test_depth (void)
{
  GString *text = g_string_new (ENVELOPE "<e:Body>");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LK_SOAP_MAX_DEPTH; i++)
    g_string_append (text, "<t:A>");
  for (guint i = 0; i < LK_SOAP_MAX_DEPTH; i++)
    g_string_append (text, "</t:A>");
  g_string_append (text, "</e:Body></e:Envelope>");
  g_assert_null (read_text (text->str, &error));
  g_assert_error (error, LK_ERROR, LK_ERROR_BAD_DATA);
  g_string_free (text, TRUE);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSoapReply) message = read_text (ENVELOPE "<e:Body><t:R a=\"1\"><t:N> 42 </t:N><t:B>true</t:B><t:X>AQID</t:X><t:L>a</t:L><t:L>b</t:L></t:R></e:Body></e:Envelope>", &error);
  const xmlNode *content;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *second = NULL;

  g_assert_no_error (error);
  content = lk_soap_reply_get_content (message);
  g_assert_true (lk_soap_is (content, "R"));
  g_assert_cmpint (lk_soap_get_number (content, "N", -1), ==, 42);
  g_assert_cmpint (lk_soap_get_number (content, "B", -1), ==, -1);
  g_assert_true (lk_soap_get_boolean (content, "B", FALSE));
  g_assert_true (lk_soap_get_boolean (content, "Missing", TRUE));
  g_assert_true (lk_soap_attribute_is_true (content, "a"));
  bytes = lk_soap_dup_bytes (content, "X");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\1\2\3", 3);
  second = lk_soap_dup_text (lk_soap_next (lk_soap_find (content, "L")), NULL);
  g_assert_cmpstr (second, ==, "b");
  g_assert_null (lk_soap_find (content, "L/Deeper"));
}

static void
test_round_trip (void)
{
  LkSoapWriter *arguments = lk_soap_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LkSoapReply) message = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  lk_soap_write_text (arguments, "tas:Alias", "a < b & \"c\" ]]> \001 ä");
  lk_soap_write_text (arguments, "tas:KeyAlias", NULL);
  bytes = lk_soap_envelope_new (NULL, "tas:Test", arguments);
  lk_soap_writer_free (arguments);
  message = lk_soap_reply_new (bytes, &error);
  g_assert_no_error (error);
  text = lk_soap_dup_text (lk_soap_reply_get_content (message), "Alias");
  g_assert_cmpstr (text, ==, "a < b & \"c\" ]]>  ä");
  g_assert_null (lk_soap_find (lk_soap_reply_get_content (message), "KeyAlias"));
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64 ms;
  } rows[] = {
    { "PT5S", 5000 },
    { "PT0.5S", 500 },
    { "PT1M30S", 90000 },
    { "P1DT1H", 90000000 },
    { "PT0S", 0 },
    { "P", -1 },
    { "5", -1 },
    { "PT5", -1 },
    { "P1M", -1 },
    { "P5S", -1 },
    { "-PT5S", -1 },
    { "PT9999999999999H", -1 },
    { NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (lk_soap_parse_duration_ms (rows[i].text), ==, rows[i].ms);
}

/* Faults */

/* Every fault that the standard names for the operations that are used. */
static const char *const fault_names[] = {
  "NotAuthorized",
  "ActionNotSupported",
  "UnknownAction",
  "CertificateID",
  "CertificationPathID",
  "CertPathValidationPolicyID",
  "KeyID",
  "DecryptionFailed",
  "BadPKCS12File",
  "PublicPrivateKeyMismatch",
  "InvalidCertificationPath",
  "BadCertificate",
  "UnsupportedPublicKeyAlgorithm",
  "UnsupportedSignatureAlgorithm",
  "PassphraseID",
  "InvalidKeyStatus",
  "MaximumNumberOfCertificatesReached",
  "MaximumNumberOfKeysReached",
  "MaximumNumberOfCertificationPathsReached",
  "MaximumNumberOfPassphrasesReached",
  "BadPassphrase",
  "BadPKCS8File",
  "Duplicate",
  "CertificationPathCreationFailed",
  "NoMatchingPrivateKey",
  "KeyLength",
  "UnsupportedEllipticCurve",
  "CertificateCreationFailed",
  "UnsupportedX509Version",
  "KeySignatureAlgorithmMismatch",
  "X509VersionExtensionsMismatch",
  "InvalidSubject",
  "InvalidDateTime",
  "CSRCreationFailed",
  "InvalidAttribute",
  "NoPrivateKey",
  "MaximumNumberOfTLSCertificationPathsReached",
  "OldCertificationPathID",
  "NewCertificationPathID",
  "ReferenceExists",
  "CertificateDeletionFailed",
  "CertificationPathDeletionFailed",
  "KeyDeletionFailed",
  "ServiceNotSupported",
  "PortAlreadyInUse",
  "EnablingTlsFailed",
  "EmptyList",
  "TLSVersion",
  "MaximumNumberOfCertPathValidationPoliciesReached",
  "CertPathValidationParameters",
  "MaximumNumberOfTLSCertPathValidationPoliciesReached",
  "OldCertPathValidationPolicyID",
  "NewCertPathValidationPolicyID",
  "CnMapsToUserFailed",
  "EnablingClientAuthenticationFailed",
  "EnablingTLSClientAuthenticationFailed",
};

static LkSoapReply *
make_fault (const char *subcode, const char *detail)
{
  g_autofree char *inner = detail != NULL ? g_strdup_printf ("<e:Subcode><e:Value>%s</e:Value></e:Subcode>", detail) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (ENVELOPE "<e:Body><e:Fault><e:Code><e:Value>ter:Sender</e:Value><e:Subcode><e:Value>%s</e:Value>%s</e:Subcode></e:Code>"
                                                    "<e:Reason><e:Text xml:lang=\"en\">The\nreason</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>",
                                           subcode, inner);
  LkSoapReply *message = read_text (text, NULL);

  g_assert_nonnull (message);
  return message;
}

static void
test_sentences (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fault_names); i++)
    {
      g_autofree char *prefixed = g_strconcat ("ter:", fault_names[i], NULL);
      g_autoptr (LkSoapReply) message = make_fault ("ter:InvalidArgVal", i % 2 == 0 ? prefixed : fault_names[i]);
      const LkOnvifFault *known = lk_onvif_fault_find (lk_soap_reply_get_fault (message));
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", fault_names[i]);
      g_assert_nonnull (known);
      g_assert_cmpstr (known->name, ==, fault_names[i]);
      lk_onvif_fault_set_error (lk_soap_reply_get_fault (message), "Test", &error);
      g_assert_error (error, LK_ERROR, (int)known->code);
      g_assert_nonnull (strstr (error->message, known->sentence));
      g_assert_nonnull (strstr (error->message, "The reason"));
    }
}

static void
test_outer_fault (void)
{
  g_autoptr (LkSoapReply) known = make_fault ("ter:ActionNotSupported", "ter:Unheard");
  g_autoptr (LkSoapReply) bare = make_fault ("ter:NotAuthorized", NULL);
  g_autoptr (LkSoapReply) unknown = make_fault ("ter:Unheard", "ter:Of");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (lk_onvif_fault_find (lk_soap_reply_get_fault (known))->code, ==,
                   LK_ERROR_UNSUPPORTED);
  g_assert_cmpint (lk_onvif_fault_find (lk_soap_reply_get_fault (bare))->code, ==,
                   LK_ERROR_AUTH_REFUSED);
  g_assert_null (lk_onvif_fault_find (lk_soap_reply_get_fault (unknown)));
  lk_onvif_fault_set_error (lk_soap_reply_get_fault (unknown), "Test", &error);
  g_assert_error (error, LK_ERROR, LK_ERROR_REFUSED_BY_CAMERA);
  g_assert_nonnull (strstr (error->message, "Unheard/Of"));
}

/* Capabilities */

static void
test_capabilities (void)
{
  static const char *const texts[] = {
    "<t:K><t:KeystoreCapabilities PKCS12=\"true\" PKCS8=\"1\" PKCS10=\"true\" SelfSignedCertificateCreation=\"true\" KeyPairGeneration=\"RSA ECC\" RSAKeyLengths=\"1024 4096 2048\" EllipticCurves=\"secp256r1\"/>"
    "<t:TLSServerCapabilities TLSServerSupported=\"1.2 1.3\" TLSClientAuthSupported=\"true\" SetupDuration=\"PT2S\"/></t:K>",
    "<t:K><t:KeystoreCapabilities PKCS12CertificateWithRSAPrivateKeyUpload=\"true\" PKCS8RSAKeyPairUpload=\"true\" PKCS10ExternalCertificationWithRSA=\"true\" SelfSignedCertificateCreationWithRSA=\"true\" RSAKeyPairGeneration=\"true\" ECCKeyPairGeneration=\"true\" RSAKeyLengths=\"3072 2048\" EllipticCurves=\"secp256r1\" PasswordBasedEncryptionAlgorithms=\"pbeWithSHAAnd3-KeyTripleDES-CBC\"/>"
    "<t:TLSServerCapabilities TLSServerSupported=\"1.2\" TLSClientAuthSupported=\"true\"/></t:K>",
    "<t:K><t:KeystoreCapabilities/><t:TLSServerCapabilities/></t:K>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = g_strconcat (ENVELOPE "<e:Body>", texts[i], "</e:Body></e:Envelope>", NULL);
      g_autoptr (LkSoapReply) message = read_text (text, NULL);
      LkOnvifCapabilities found = { 0 };
      gboolean has = i < 2;

      lk_onvif_capabilities_read (&found, lk_soap_reply_get_content (message));
      g_assert_true (found.has_security);
      g_assert_cmpint (found.pkcs12, ==, has);
      g_assert_cmpint (found.pkcs8, ==, has);
      g_assert_cmpint (found.pkcs10, ==, has);
      g_assert_cmpint (found.self_signed, ==, has);
      g_assert_cmpint (found.makes_rsa, ==, has);
      g_assert_cmpint (found.makes_ecc, ==, has);
      g_assert_cmpint (found.client_authentication, ==, has);
      g_assert_cmpuint (found.rsa_bits, ==, has ? 2048 : 0);
      g_assert_cmpint (found.reads_pbes2, ==, i != 1);
      g_assert_cmpint (found.setup_ms, ==, i == 0 ? 2000 : 0);
    }
}

/* The example of the OASIS profile's formula, computed by openssl dgst over the same bytes. */
static void
test_token (void)
{
  g_autoptr (LkSecret) password = lk_secret_new ("userpassword", -1);
  g_autofree guchar *nonce = NULL;
  gsize size = 0;
  g_autofree char *digest = NULL;

  nonce = g_base64_decode ("LKqI6G/AikKCQrN0zqZFlg==", &size);
  digest = lk_onvif_token_dup_digest (nonce, size, "2010-09-16T07:50:45Z", password);
  g_assert_cmpstr (digest, ==, "tuOSpGlFlIXsozq4HFNeeGeFLEI=");
}

/* What a camera sends is not told to the person's terminal. */
static void
test_is_silent (void)
{
  static const char wrong[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><e:Envelope \xe3\x65\x6e/>";
  static const char other[] = "<?xml version=\"1.0\" encoding=\"EUC-JP\"?><\xe3nv:Envelope/>";
  static const char *const texts[] = { wrong, other };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));

      g_assert_null (lk_soap_reply_new (bytes, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_rows); i++)
    g_test_add_data_func (bad_rows[i].path, bad_rows[i].text, test_bad);
  g_test_add_func ("/soap/rejects/too-deep", test_depth);
  g_test_add_func ("/soap/reads-values", test_values);
  g_test_add_func ("/soap/reads-what-it-writes", test_round_trip);
  g_test_add_func ("/soap/durations", test_durations);
  g_test_add_func ("/onvif/faults/each-has-a-sentence", test_sentences);
  g_test_add_func ("/onvif/faults/outer-and-unknown", test_outer_fault);
  g_test_add_func ("/onvif/capabilities/old-and-new-names", test_capabilities);
  g_test_add_func ("/onvif/token/hashes-as-the-profile-says", test_token);
  g_test_add_func ("/soap/reply/is-silent", test_is_silent);
  return g_test_run ();
}
