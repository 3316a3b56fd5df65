/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-hex.h"
#include "certificate/lk-asn1-node.h"
#include "certificate/lk-extension.h"
#include "certificate/lk-name.h"
#include "certificate/lk-oid.h"

static const struct
{
  const char *path;
  const char *oid;
  const char *hex;
  const char *text; /* NULL: not readable */
} extensions[] = {
  { "/extension/basic-constraints/ca", "2.5.29.19", "30060101ff020100", "CA certificate\nCAs allowed below it: 0" },
  { "/extension/basic-constraints/not-ca", "2.5.29.19", "3000", "Not a CA certificate" },
  { "/extension/key-usage/names-bits", "2.5.29.15", "03020106", "Certificate signing, CRL signing" },
  { "/extension/key-usage/decipher-only", "2.5.29.15", "0303070080", "Decipher only" },
  { "/extension/key-usage/other-type-is-not-readable", "2.5.29.15", "020106", NULL },
  { "/extension/eku/name-and-number", "2.5.29.37", "300a06082b06010505070302", "TLS client authentication (1.3.6.1.5.5.7.3.2)" },
  { "/extension/eku/unknown-number", "2.5.29.37", "300406022a03", "1.2.3" },
  { "/extension/san/dns-and-ip", "2.5.29.17", "300a820261628704c0000201", "DNS:ab\nIP:192.0.2.1" },
  { "/extension/san/ipv6", "2.5.29.17", "3012871020010db8000000000000000000000001", "IP:2001:db8::1" },
  { "/extension/san/email-uri-rid", "2.5.29.17", "300b8101618601628803"
                                                 "2a0304",
    "email:a\nURI:b\nRID:1.2.3.4" },
  { "/extension/san/nul-is-shown", "2.5.29.17", "300582036100"
                                                "62",
    "DNS:a\\00b" },
  { "/extension/san/control-character-is-hidden", "2.5.29.17", "300582"
                                                               "03610a62",
    "DNS:a?b" },
  { "/extension/ski/hex", "2.5.29.14", "0402abcd", "ab:cd" },
  { "/extension/aki/key-and-serial", "2.5.29.35", "30078002abcd820101", "ab:cd\nSerial number of the issuer: 01" },
  { "/extension/crl/uri", "2.5.29.31", "300f300da00ba009860768747470733a2f", "URI:https:/" },
  { "/extension/aia/ocsp", "1.3.6.1.5.5.7.1.1", "300f300d06082b06010505073001860161", "OCSP (1.3.6.1.5.5.7.48.1)\n  URI:a" },
  { "/extension/policies/cps", "2.5.29.32", "3019301706022a03301130"
                                            "0f06082b06010505070201160361"
                                            "6263",
    "1.2.3\n  Certification practice statement (1.3.6.1.5.5.7.2.1)\n    abc" },
  { "/extension/name-constraints/both", "2.5.29.30", "300ca0053003820161a10330018700", NULL },
  { "/extension/name-constraints/permitted", "2.5.29.30", "3007a0053003820161", "Permitted:\n  DNS:a" },
  { "/extension/name-constraints/excluded-network", "2.5.29.30", "300ea10c300a8708c0000200ffffff00", "Excluded:\n  IP:192.0.2.0/24" },
  { "/extension/name-constraints/empty-is-not-readable", "2.5.29.30", "3000", NULL },
  { "/extension/tls-feature/must-staple", "1.3.6.1.5.5.7.1.24", "3003020105", "OCSP stapling is required (status_request)" },
  { "/extension/netscape/type", "2.16.840.1.113730.1.1", "03020780", "SSL client" },
  { "/extension/netscape/comment", "2.16.840.1.113730.1.13", "16026162", "ab" },
  { "/extension/microsoft/template-name", "1.3.6.1.4.1.311.20.2", "1e0400430041", "CA" },
  { "/extension/microsoft/ca-version", "1.3.6.1.4.1.311.21.1", "020300"
                                                               "0102",
    "Certificate 258, key 0" },
  { "/extension/key-period/not-before", "2.5.29.16", "3011800f32303230303130313030303030305a", "Not before: 2020-01-01T00:00:00Z" },
  { "/extension/inhibit-any-policy/count", "2.5.29.54", "020102", "After 2 certificates" },
  { "/extension/inhibit-any-policy/one", "2.5.29.54", "020101", "After 1 certificate" },
  { "/extension/policy-constraints/counts", "2.5.29.36", "3006800101810102", "A policy is required after 1 certificate\nPolicies are not mapped after 2 certificates" },
  { "/extension/ocsp-no-check/yes", "1.3.6.1.5.5.7.48.1.5", "0500", "Yes" },
  { "/extension/unknown/structure", "1.2.3.4", "3003020107", "30:03:02:01:07\nSEQUENCE\n  INTEGER: 7" },
  { "/extension/unknown/bytes", "1.2.3.4", "ffff", "ff:ff" },
  { "/extension/unknown/nothing", "1.2.3.4", "", "(empty)" },
};

static void
test_extension_is_told (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) value = lk_hex_decode (extensions[i].hex);
  g_autoptr (LkExtension) extension = NULL;

  g_assert_nonnull (value);
  extension = lk_extension_new (extensions[i].oid, TRUE, value);
  g_assert_true (lk_extension_is_critical (extension));
  g_assert_cmpint (lk_extension_is_valid (extension), ==, extensions[i].text != NULL);
  if (extensions[i].text != NULL)
    g_assert_cmpstr (lk_extension_get_text (extension), ==, extensions[i].text);
  else
    g_assert_true (g_str_has_prefix (lk_extension_get_text (extension), "Not readable: "));
}

static const struct
{
  const char *path;
  const char *hex;
  const char *text;
} names[] = {
  { "/name/empty-is-empty", "3000", "" },
  { "/name/order-is-reversed", "3018310b3009060355040613024a503109300706035504030c00", "CN=,C=JP" },
  { "/name/comma-is-escaped", "300e310c300a06035504030c03612c62", "CN=a\\,b" },
  { "/name/spaces-at-ends-are-escaped", "300e310c300a06035504030c03206120", "CN=\\ a\\ " },
  { "/name/hash-is-escaped-in-front", "300d310b300906035504030c022323", "CN=\\##" },
  { "/name/line-end-is-escaped", "300d310b300906035504030c02610a", "CN=a\\0A" },
  { "/name/nul-is-escaped", "300e310c300a06035504030c03610062", "CN=a\\00b" },
  { "/name/backslash-is-escaped", "300e310c300a06035504030c035c3030", "CN=\\\\00" },
  { "/name/unknown-attribute-is-hex", "300b3109300706022a030c0161", "1.2.3=#0C0161" },
  { "/name/latin1-is-converted", "300c310a30080603550403"
                                 "1401e4",
    "CN=ä" },
  { "/name/bmp-is-converted", "300d310b30090603550403"
                              "1e0200e4",
    "CN=ä" },
  { "/name/joined-attributes", "3016"
                               "31143008"
                               "06035504030c0161"
                               "3008"
                               "060355040a0c0162",
    "O=b+CN=a" },
};

static void
test_name_is_rfc4514 (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) bytes = lk_hex_decode (names[i].hex);
  LkDer der = lk_der_from_bytes (bytes);
  LkDerItem item;
  g_autofree char *text = NULL;

  g_assert_true (lk_der_take (&der, LK_DER_SEQUENCE, &item));
  text = lk_name_to_text (&item);
  g_assert_cmpstr (text, ==, names[i].text);
}

static void
test_oid_has_name_and_number (void)
{
  g_autofree char *known = lk_oid_describe ("1.3.6.1.5.5.7.3.1"), *unknown = lk_oid_describe ("1.2.3.4.5");

  g_assert_cmpstr (known, ==, "TLS server authentication (1.3.6.1.5.5.7.3.1)");
  g_assert_cmpstr (unknown, ==, "1.2.3.4.5");
  g_assert_cmpstr (lk_oid_get_attribute ("2.5.4.9"), ==, "STREET");
}

static void
test_tree_knows_its_bytes (void)
{
  g_autoptr (GBytes) bytes = lk_hex_decode ("300902010104043002"
                                            "0500");
  g_autoptr (LkAsn1Node) root = lk_asn1_node_new (bytes), octets = NULL, inner = NULL;

  g_assert_cmpstr (lk_asn1_node_get_tag_name (root), ==, "SEQUENCE");
  octets = g_list_model_get_item (lk_asn1_node_get_children (root), 1);
  g_assert_cmpuint (lk_asn1_node_get_offset (octets), ==, 5);
  g_assert_cmpuint (lk_asn1_node_get_header_size (octets), ==, 2);
  g_assert_cmpuint (lk_asn1_node_get_content_size (octets), ==, 4);
  g_assert_nonnull (lk_asn1_node_get_children (octets));
  inner = g_list_model_get_item (lk_asn1_node_get_children (octets), 0);
  g_assert_cmpuint (lk_asn1_node_get_offset (inner), ==, 7);
  g_assert_cmpuint (lk_asn1_node_get_depth (inner), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++)
    g_test_add_data_func (extensions[i].path, GSIZE_TO_POINTER (i), test_extension_is_told);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_test_add_data_func (names[i].path, GSIZE_TO_POINTER (i), test_name_is_rfc4514);
  g_test_add_func ("/oid/has-name-and-number", test_oid_has_name_and_number);
  g_test_add_func ("/asn1/tree/knows-its-bytes", test_tree_knows_its_bytes);
  return g_test_run ();
}
