/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every fault that the simulated camera can answer with: each is provoked with a request of its
 * own, and each answer held against the official schemas. Which there are, its sources say. */

#include "config.h"

#include "bench.h"
#include "driver/onvif/lk-soap.h"

#include <string.h>

#define SECURITY "/onvif/security_service"
#define DEVICE   "/onvif/device_service"

#define ENVELOPE_NS "http://www.w3.org/2003/05/soap-envelope"
#define SUBJECT     "<tas:Subject><tas:CommonName>a.example</tas:CommonName></tas:Subject>"
#define RSA         "<tas:SignatureAlgorithm><tas:algorithm>1.2.840.113549.1.1.11</tas:algorithm></tas:SignatureAlgorithm>"
#define ECDSA       "<tas:SignatureAlgorithm><tas:algorithm>1.2.840.10045.4.3.2</tas:algorithm></tas:SignatureAlgorithm>"
#define OTHER       "<tas:SignatureAlgorithm><tas:algorithm>1.2.3</tas:algorithm></tas:SignatureAlgorithm>"

typedef struct
{
  const char *fault; /* NULL: it is to succeed, for those that follow */
  const char *path;
  const char *request; /* "{NAME}" is one of the files below */
} Row;

/* A camera with a server certificate and a CA: path, policy and keys have the number 1. */
static const Row prepared[] = {
  { "WellFormed", DEVICE, NULL },
  { "ActionNotSupported", DEVICE, "<tds:Dance/>" },
  { "UnknownAction", DEVICE, "<tas:GetAllKeys/>" },
  { "TagMismatch", SECURITY, "<tas:GetKeyStatus/>" },
  { "KeyID", SECURITY, "<tas:GetKeyStatus><tas:KeyID>none</tas:KeyID></tas:GetKeyStatus>" },
  { "ReferenceExists", SECURITY, "<tas:DeleteKey><tas:KeyID>ID-1</tas:KeyID></tas:DeleteKey>" },
  { "KeyLength", SECURITY, "<tas:CreateRSAKeyPair><tas:KeyLength>1000</tas:KeyLength></tas:CreateRSAKeyPair>" },
  { "UnsupportedEllipticCurve", SECURITY, "<tas:CreateECCKeyPair><tas:EllipticCurve>x</tas:EllipticCurve></tas:CreateECCKeyPair>" },
  { "PassphraseID", SECURITY,
    "<tas:UploadKeyPairInPKCS8><tas:KeyPair>AAAA</tas:KeyPair><tas:EncryptionPassphraseID>1</tas:EncryptionPassphraseID></tas:UploadKeyPairInPKCS8>" },
  { "BadPKCS8File", SECURITY, "<tas:UploadKeyPairInPKCS8><tas:KeyPair>AAAA</tas:KeyPair></tas:UploadKeyPairInPKCS8>" },
  { "BadPKCS12File", SECURITY,
    "<tas:UploadCertificateWithPrivateKeyInPKCS12><tas:CertWithPrivateKey>AAAA</tas:CertWithPrivateKey></tas:UploadCertificateWithPrivateKeyInPKCS12>" },
  { "DecryptionFailed", SECURITY,
    "<tas:UploadCertificateWithPrivateKeyInPKCS12><tas:CertWithPrivateKey>{pkcs12}</tas:CertWithPrivateKey><tas:Passphrase>wrong</tas:Passphrase>"
    "</tas:UploadCertificateWithPrivateKeyInPKCS12>" },
  { "PublicPrivateKeyMismatch", SECURITY,
    "<tas:UploadCertificateWithPrivateKeyInPKCS12><tas:CertWithPrivateKey>{mixed}</tas:CertWithPrivateKey><tas:Passphrase>secret</tas:Passphrase>"
    "</tas:UploadCertificateWithPrivateKeyInPKCS12>" },
  { "InvalidCertificationPath", SECURITY,
    "<tas:UploadCertificateWithPrivateKeyInPKCS12><tas:CertWithPrivateKey>{strangers}</tas:CertWithPrivateKey><tas:Passphrase>secret</tas:Passphrase>"
    "</tas:UploadCertificateWithPrivateKeyInPKCS12>" },
  { "InvalidSubject", SECURITY,
    "<tas:CreatePKCS10CSR><tas:Subject><tas:Country>XX</tas:Country></tas:Subject><tas:KeyID>ID-1</tas:KeyID>" ECDSA "</tas:CreatePKCS10CSR>" },
  { "UnsupportedSignatureAlgorithm", SECURITY, "<tas:CreatePKCS10CSR>" SUBJECT "<tas:KeyID>ID-1</tas:KeyID>" OTHER "</tas:CreatePKCS10CSR>" },
  { "KeySignatureAlgorithmMismatch", SECURITY, "<tas:CreatePKCS10CSR>" SUBJECT "<tas:KeyID>ID-1</tas:KeyID>" RSA "</tas:CreatePKCS10CSR>" },
  { "InvalidAttribute", SECURITY,
    "<tas:CreateSelfSignedCertificate>" SUBJECT "<tas:KeyID>ID-1</tas:KeyID>" ECDSA
    "<tas:Extension><tas:extnOID>1.2.3</tas:extnOID><tas:critical>false</tas:critical><tas:extnValue>MAA=</tas:extnValue></tas:Extension>"
    "</tas:CreateSelfSignedCertificate>" },
  { "InvalidDateTime", SECURITY,
    "<tas:CreateSelfSignedCertificate>" SUBJECT "<tas:KeyID>ID-1</tas:KeyID><tas:notValidBefore>2030-01-01T00:00:00Z</tas:notValidBefore>"
    "<tas:notValidAfter>2029-01-01T00:00:00Z</tas:notValidAfter>" ECDSA "</tas:CreateSelfSignedCertificate>" },
  { "CertificateID", SECURITY, "<tas:GetCertificate><tas:CertificateID>none</tas:CertificateID></tas:GetCertificate>" },
  { "BadCertificate", SECURITY, "<tas:UploadCertificate><tas:Certificate>AAAA</tas:Certificate></tas:UploadCertificate>" },
  { "Duplicate", SECURITY, "<tas:UploadCertificate><tas:Certificate>{ca}</tas:Certificate></tas:UploadCertificate>" },
  { "NoMatchingPrivateKey", SECURITY,
    "<tas:UploadCertificate><tas:Certificate>{other-ca}</tas:Certificate><tas:PrivateKeyRequired>true</tas:PrivateKeyRequired></tas:UploadCertificate>" },
  { "CertificationPathID", SECURITY, "<tas:GetCertificationPath><tas:CertificationPathID>none</tas:CertificationPathID></tas:GetCertificationPath>" },
  { NULL, SECURITY,
    "<tas:CreateCertificationPath><tas:CertificateIDs><tas:CertificateID>ID-2</tas:CertificateID></tas:CertificateIDs></tas:CreateCertificationPath>" },
  { NULL, SECURITY,
    "<tas:CreateCertificationPath><tas:CertificateIDs><tas:CertificateID>ID-1</tas:CertificateID></tas:CertificateIDs></tas:CreateCertificationPath>" },
  { "NoPrivateKey", SECURITY,
    "<tas:AddServerCertificateAssignment><tas:CertificationPathID>ID-2</tas:CertificationPathID></tas:AddServerCertificateAssignment>" },
  { "MaximumNumberOfTLSCertificationPathsReached", SECURITY,
    "<tas:AddServerCertificateAssignment><tas:CertificationPathID>ID-3</tas:CertificationPathID></tas:AddServerCertificateAssignment>" },
  { "OldCertificationPathID", SECURITY,
    "<tas:ReplaceServerCertificateAssignment><tas:OldCertificationPathID>none</tas:OldCertificationPathID>"
    "<tas:NewCertificationPathID>ID-3</tas:NewCertificationPathID></tas:ReplaceServerCertificateAssignment>" },
  { "NewCertificationPathID", SECURITY,
    "<tas:ReplaceServerCertificateAssignment><tas:OldCertificationPathID>ID-1</tas:OldCertificationPathID>"
    "<tas:NewCertificationPathID>none</tas:NewCertificationPathID></tas:ReplaceServerCertificateAssignment>" },
  { "CertPathValidationParameters", SECURITY,
    "<tas:CreateCertPathValidationPolicy><tas:Parameters><tas:RequireTLSWWWClientAuthExtendedKeyUsage>true</tas:RequireTLSWWWClientAuthExtendedKeyUsage>"
    "</tas:Parameters><tas:TrustAnchor><tas:CertificateID>ID-2</tas:CertificateID></tas:TrustAnchor></tas:CreateCertPathValidationPolicy>" },
  { "CertPathValidationPolicyID", SECURITY,
    "<tas:GetCertPathValidationPolicy><tas:CertPathValidationPolicyID>none</tas:CertPathValidationPolicyID></tas:GetCertPathValidationPolicy>" },
  { NULL, SECURITY,
    "<tas:CreateCertPathValidationPolicy><tas:Parameters/><tas:TrustAnchor><tas:CertificateID>ID-2</tas:CertificateID></tas:TrustAnchor>"
    "</tas:CreateCertPathValidationPolicy>" },
  { "MaximumNumberOfTLSCertPathValidationPoliciesReached", SECURITY,
    "<tas:AddCertPathValidationPolicyAssignment><tas:CertPathValidationPolicyID>ID-2</tas:CertPathValidationPolicyID></tas:AddCertPathValidationPolicyAssignment>" },
  { "OldCertPathValidationPolicyID", SECURITY,
    "<tas:ReplaceCertPathValidationPolicyAssignment><tas:OldCertPathValidationPolicyID>none</tas:OldCertPathValidationPolicyID>"
    "<tas:NewCertPathValidationPolicyID>ID-2</tas:NewCertPathValidationPolicyID></tas:ReplaceCertPathValidationPolicyAssignment>" },
  { "NewCertPathValidationPolicyID", SECURITY,
    "<tas:ReplaceCertPathValidationPolicyAssignment><tas:OldCertPathValidationPolicyID>ID-1</tas:OldCertPathValidationPolicyID>"
    "<tas:NewCertPathValidationPolicyID>none</tas:NewCertPathValidationPolicyID></tas:ReplaceCertPathValidationPolicyAssignment>" },
  { "CnMapsToUserFailed", SECURITY, "<tas:SetCnMapsToUser><tas:cnMapsToUser>true</tas:cnMapsToUser></tas:SetCnMapsToUser>" },
  { "NtpServerUndefined", DEVICE,
    "<tds:SetSystemDateAndTime><tds:DateTimeType>NTP</tds:DateTimeType><tds:DaylightSavings>false</tds:DaylightSavings></tds:SetSystemDateAndTime>" },
  { "ServiceNotSupported", DEVICE,
    "<tds:SetNetworkProtocols><tds:NetworkProtocols><tt:Name>GOPHER</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>70</tt:Port></tds:NetworkProtocols>"
    "</tds:SetNetworkProtocols>" },
};

static const Row versions[] = {
  { "TLSVersion", SECURITY, "<tas:SetEnabledTLSVersions><tas:Versions>0.9</tas:Versions></tas:SetEnabledTLSVersions>" },
  { "EmptyList", SECURITY, "<tas:SetEnabledTLSVersions><tas:Versions></tas:Versions></tas:SetEnabledTLSVersions>" },
  { "EnablingClientAuthenticationFailed", SECURITY,
    "<tas:SetClientAuthenticationRequired><tas:clientAuthenticationRequired>true</tas:clientAuthenticationRequired></tas:SetClientAuthenticationRequired>" },
};

static const Row no_certificates[] = {
  { "MaximumNumberOfCertificatesReached", SECURITY, "<tas:UploadCertificate><tas:Certificate>{ca}</tas:Certificate></tas:UploadCertificate>" },
};

static const Row no_keys[] = {
  { "MaximumNumberOfKeysReached", SECURITY, "<tas:CreateECCKeyPair><tas:EllipticCurve>secp256r1</tas:EllipticCurve></tas:CreateECCKeyPair>" },
};

static const Row no_paths[] = {
  { "MaximumNumberOfCertificationPathsReached", SECURITY,
    "<tas:CreateCertificationPath><tas:CertificateIDs><tas:CertificateID>ID-1</tas:CertificateID></tas:CertificateIDs></tas:CreateCertificationPath>" },
};

static const Row no_policies[] = {
  { "MaximumNumberOfCertPathValidationPoliciesReached", SECURITY,
    "<tas:CreateCertPathValidationPolicy><tas:Parameters/><tas:TrustAnchor><tas:CertificateID>ID-1</tas:CertificateID></tas:TrustAnchor>"
    "</tas:CreateCertPathValidationPolicy>" },
};

static const Row no_curves[] = {
  { "UnsupportedPublicKeyAlgorithm", SECURITY, "<tas:UploadCertificate><tas:Certificate>{ca}</tas:Certificate></tas:UploadCertificate>" },
};

static const Row slow_keys[] = {
  { NULL, SECURITY, "<tas:CreateECCKeyPair><tas:EllipticCurve>secp256r1</tas:EllipticCurve></tas:CreateECCKeyPair>" },
  { "InvalidKeyStatus", SECURITY, "<tas:CreatePKCS10CSR>" SUBJECT "<tas:KeyID>ID-1</tas:KeyID>" ECDSA "</tas:CreatePKCS10CSR>" },
};

static const Row legacy[] = {
  { "CertificateFormat", DEVICE,
    "<tds:LoadCACertificates><tds:CACertificate><tt:CertificateID>a</tt:CertificateID><tt:Certificate><tt:Data>AAAA</tt:Data></tt:Certificate>"
    "</tds:CACertificate></tds:LoadCACertificates>" },
  { NULL, DEVICE,
    "<tds:LoadCACertificates><tds:CACertificate><tt:CertificateID>a</tt:CertificateID><tt:Certificate><tt:Data>{ca}</tt:Data></tt:Certificate>"
    "</tds:CACertificate></tds:LoadCACertificates>" },
  { "CertificateExists", DEVICE,
    "<tds:LoadCACertificates><tds:CACertificate><tt:CertificateID>a</tt:CertificateID><tt:Certificate><tt:Data>{other-ca}</tt:Data></tt:Certificate>"
    "</tds:CACertificate></tds:LoadCACertificates>" },
  { "KeysNotMatching", DEVICE,
    "<tds:LoadCertificates><tds:NVTCertificate><tt:CertificateID>b</tt:CertificateID><tt:Certificate><tt:Data>{ca}</tt:Data></tt:Certificate>"
    "</tds:NVTCertificate></tds:LoadCertificates>" },
};

static const Row tokens[] = {
  { "NotAuthorized", DEVICE, "<tds:GetDeviceInformation/>" },
};

/* Over plain HTTP, so that HTTPS can be turned off. */
static const Row plain[] = {
  { NULL, DEVICE,
    "<tds:SetNetworkProtocols><tds:NetworkProtocols><tt:Name>HTTPS</tt:Name><tt:Enabled>false</tt:Enabled><tt:Port>443</tt:Port></tds:NetworkProtocols>"
    "</tds:SetNetworkProtocols>" },
  { "EnablingTlsFailed", DEVICE,
    "<tds:SetNetworkProtocols><tds:NetworkProtocols><tt:Name>HTTPS</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>443</tt:Port></tds:NetworkProtocols>"
    "</tds:SetNetworkProtocols>" },
};

/* Only where GnuTLS itself fails. */
static const char *const never[] = { "CertificateCreationFailed", "CSRCreationFailed", NULL };

static const struct
{
  const char *quirk; /* (nullable) */
  gboolean is_prepared;
  gboolean has_http;
  const Row *rows;
  gsize n_rows;
} cameras[] = {
  { NULL, TRUE, FALSE, prepared, G_N_ELEMENTS (prepared) },
  { "tls-versions", FALSE, FALSE, versions, G_N_ELEMENTS (versions) },
  { "max-certificates=0", FALSE, FALSE, no_certificates, G_N_ELEMENTS (no_certificates) },
  { "max-keys=0", FALSE, FALSE, no_keys, G_N_ELEMENTS (no_keys) },
  { "max-paths=0", FALSE, FALSE, no_paths, G_N_ELEMENTS (no_paths) },
  { "max-policies=0", FALSE, FALSE, no_policies, G_N_ELEMENTS (no_policies) },
  { "no-ecc", FALSE, FALSE, no_curves, G_N_ELEMENTS (no_curves) },
  { "key-ms=60000", FALSE, FALSE, slow_keys, G_N_ELEMENTS (slow_keys) },
  { "legacy", FALSE, FALSE, legacy, G_N_ELEMENTS (legacy) },
  { "token", FALSE, FALSE, tokens, G_N_ELEMENTS (tokens) },
  { NULL, FALSE, TRUE, plain, G_N_ELEMENTS (plain) },
};

static char *folder;
static guint n_replies;
static GHashTable *seen; /* names of faults */

static GBytes *
make_file (const char *name)
{
  const BenchPki *pki = bench_get_pki ();
  const LkTestCert mixed = { pki->server_cert->der, pki->server_cert->crt,
                             pki->other_server_cert->key };

  if (g_str_equal (name, "{pkcs12}"))
    return lk_test_cert_to_pkcs12 (pki->server_cert, NULL, "secret");
  if (g_str_equal (name, "{mixed}"))
    return lk_test_cert_to_pkcs12 (&mixed, NULL, "secret");
  if (g_str_equal (name, "{strangers}"))
    return lk_test_cert_to_pkcs12 (pki->server_cert, pki->ca_certs[5], "secret");
  return g_bytes_ref (
    lk_certificate_get_der (g_str_equal (name, "{ca}") ? pki->cas[0] : pki->cas[1]));
}

static GBytes *
make_request (const char *operation)
{
  static const char *const names[] = { "{pkcs12}", "{mixed}", "{strangers}", "{ca}", "{other-ca}" };
  GString *text;

  if (operation == NULL)
    return g_bytes_new_static ("<hello/>", 8);
  text = g_string_new (NULL);
  g_string_printf (text,
                   "<s:Envelope xmlns:s=\"" ENVELOPE_NS "\" xmlns:tas=\"http://www.onvif.org/ver10/advancedsecurity/wsdl\" "
                   "xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\" xmlns:tt=\"http://www.onvif.org/ver10/schema\"><s:Body>%s</s:Body></s:Envelope>",
                   operation);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (operation, names[i]) != NULL)
      {
        g_autoptr (GBytes) file = make_file (names[i]);
        g_autofree char *base64 =
          g_base64_encode (g_bytes_get_data (file, NULL), g_bytes_get_size (file));

        g_string_replace (text, names[i], base64, 0);
      }
  return g_string_free_to_bytes (text);
}

static void
take_reply (const Row *row, LkReply *reply)
{
  g_autofree char *name = g_strdup_printf ("%03u.xml", n_replies++);
  g_autofree char *path = lk_test_folder_write (folder, name, lk_reply_get_body (reply));
  g_autofree char *value = g_strdup_printf ("<env:Value>ter:%s</env:Value>", row->fault);

  g_assert_nonnull (path);
  if (row->fault == NULL)
    g_assert_cmpuint (lk_reply_get_status (reply), ==, 200);
  else if (strstr (lk_reply_get_text (reply), value) == NULL)
    g_error ("%s: not the answer to %s: %s", row->fault, row->request, lk_reply_get_text (reply));
  else
    g_hash_table_add (seen, g_strdup (row->fault));
}

static LkSimCamera *
start_camera (LkSimCameraOptions *options)
{
  g_autoptr (GError) error = NULL;
  LkSimCamera *sim;

  options->onvif = TRUE;
  sim = lk_sim_camera_new (options, &error);
  g_assert_no_error (error);
  return sim;
}

static LkConnection *
connect_to (Bench *bench, gboolean has_http)
{
  LkConnectionOptions options = {
    .uri = has_http ? lk_sim_camera_get_http_uri (bench->sim) : lk_sim_camera_get_uri (bench->sim),
    .user = LK_SIM_DEFAULT_USER,
    .password = bench->password,
    .flags = LK_CONNECTION_ALLOW_PLAIN_HTTP | LK_CONNECTION_TRUST_FIRST_USE,
  };
  g_autoptr (GError) error = NULL;
  LkConnection *connection = lk_connection_new (&options, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_provoked (void)
{
  static const BenchKind kind = { "onvif", "onvif", start_camera };

  for (gsize i = 0; i < G_N_ELEMENTS (cameras); i++)
    {
      const char *const quirks[] = { cameras[i].quirk, NULL };
      Bench *bench = bench_new (&kind, &(LkSimCameraOptions){ .onvif_quirks = quirks,
                                                              .has_http = cameras[i].has_http });
      g_autoptr (LkConnection) connection = NULL;

      if (cameras[i].is_prepared)
        bench_prepare (bench);
      connection = connect_to (bench, cameras[i].has_http);
      for (gsize j = 0; j < cameras[i].n_rows; j++)
        {
          const Row *row = &cameras[i].rows[j];
          g_autoptr (GBytes) body = make_request (row->request);
          LkRequest request = { .method = "POST",
                                .path = row->path,
                                .content_type = LK_SOAP_CONTENT_TYPE,
                                .body = body };
          g_autoptr (GError) error = NULL;
          g_autoptr (LkReply) reply = lk_connection_send (connection, &request, NULL, &error);

          g_assert_no_error (error);
          take_reply (row, reply);
        }
      bench_free (bench);
    }
}

/* What the sources can say: the names in all calls of lk_sim_fault_…() and make_fault(). */
static GHashTable *
list_names (void)
{
  g_autofree char *sources = g_test_build_filename (G_TEST_DIST, "..", "src", "simcamera", NULL);
  g_autoptr (GRegex) regex = g_regex_new ("(?:lk_sim_fault_\\w+ \\(call|make_fault \\((?:TRUE|FALSE)|check_path \\(call, \\w+|set_fault \\(call, (?:TRUE|FALSE)), \"(\\w+)\"", 0, 0, NULL);
  g_autoptr (GDir) dir = g_dir_open (sources, 0, NULL);
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *file;

  g_assert_nonnull (dir);
  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (sources, file, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      if (!g_str_has_prefix (file, "lk-sim-onvif") || !g_str_has_suffix (file, ".c"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          char *name = g_match_info_fetch (match, 1);

          /* These only say whose fault it is; another name follows them. */
          if (g_str_equal (name, "InvalidArgVal") || g_str_equal (name, "Action"))
            g_free (name);
          else
            g_hash_table_add (names, name);
        }
    }
  return names;
}

static void
test_all_provoked (void)
{
  g_autoptr (GHashTable) names = list_names ();
  GHashTableIter iter;
  gpointer name;
  guint missing = 0;

  g_test_message ("%u names of faults", g_hash_table_size (names));
  g_assert_cmpuint (g_hash_table_size (names), >, 45);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (seen, name) && !g_strv_contains (never, name))
      {
        g_printerr ("%s was never provoked\n", (const char *)name);
        missing++;
      }
  g_assert_cmpuint (missing, ==, 0);
}

static void
test_all_valid (void)
{
  g_autofree char *validator = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "onvif", "validate.py", NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_file_test (validator, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the official schemas are not here (../shared/onvif)");
      return;
    }
  g_ptr_array_add (words, g_strdup ("/usr/bin/python3"));
  g_ptr_array_add (words, g_strdup (validator));
  for (guint i = 0; i < n_replies; i++)
    g_ptr_array_add (words, g_strdup_printf ("%s/%03u.xml", folder, i));
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **)words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               &output, NULL, &status, &error));
  g_assert_no_error (error);
  if (status != 0)
    g_printerr ("%s\n", output);
  g_assert_cmpint (status, ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = lk_test_folder_new ();
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_add_func ("/onvif/faults/1-provoked", test_provoked);
  g_test_add_func ("/onvif/faults/2-all-of-them", test_all_provoked);
  g_test_add_func ("/onvif/faults/3-valid", test_all_valid);
  status = g_test_run ();
  lk_test_folder_remove (folder);
  g_hash_table_unref (seen);
  bench_drop_pki ();
  g_free (folder);
  return status;
}
