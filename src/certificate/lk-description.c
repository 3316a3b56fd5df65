/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-description-private.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

/* More revoked serial numbers than this are counted, not shown. */
#define MAX_REVOKED 1000

static GListStore *
new_sections (void)
{
  return g_list_store_new (LK_TYPE_SECTION);
}

static void
describe_validity (GListStore *sections, LkCertificate *certificate, GDateTime *now)
{
  LkSection *section = lk_section_new ("validity", _ ("Validity"));

  lk_describe_time (section, "not-before", _ ("Not before"), lk_certificate_get_not_before (certificate), now);
  lk_describe_time (section, "not-after", _ ("Not after"), lk_certificate_get_not_after (certificate), now);
  lk_sections_take (sections, section);
}

static void
describe_head (GListStore *sections, LkCertificate *certificate)
{
  LkSection *section = lk_section_new ("certificate", _ ("Certificate"));
  GBytes *serial = lk_certificate_get_serial_bytes (certificate);
  const guint8 *bytes = g_bytes_get_data (serial, NULL);
  gsize size = g_bytes_get_size (serial);

  lk_section_take (section, "serial", _ ("Serial number"),
                   lk_space_hex (lk_certificate_get_serial (certificate)), LK_FIELD_MONOSPACE);
  if (size > 0 && (bytes[0] & 0x80) == 0)
    lk_section_take (section, "serial-decimal", _ ("Serial number, decimal"), lk_bytes_to_decimal (bytes, size), LK_FIELD_MONOSPACE);
  lk_section_take (section, "version", _ ("Version"),
                   g_strdup_printf ("%u", lk_certificate_get_version (certificate)),
                   LK_FIELD_PLAIN);
  lk_describe_signature (section, lk_certificate_get_signature_algorithm (certificate),
                         lk_certificate_get_signature_hash (certificate));
  lk_sections_take (sections, section);
}

static void
describe_fingerprints (GListStore *sections, LkCertificate *certificate)
{
  LkSection *section = lk_section_new ("fingerprints", _ ("Fingerprints"));

  lk_section_take (section, "sha256", "SHA-256",
                   lk_space_hex (lk_certificate_get_sha256 (certificate)), LK_FIELD_MONOSPACE);
  lk_section_take (section, "sha1", "SHA-1", lk_space_hex (lk_certificate_get_sha1 (certificate)),
                   LK_FIELD_MONOSPACE);
  lk_sections_take (sections, section);
}

static void
describe_defects (GListStore *sections, GPtrArray *defects)
{
  LkSection *section = lk_section_new ("malformed", _ ("Departures from the standard"));

  for (guint i = 0; i < defects->len; i++)
    {
      const LkDefect *defect = g_ptr_array_index (defects, i);

      lk_section_add (section, defect->id, _ ("Encoding"), defect->text, LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
}

GListModel *
lk_describe_certificate (LkCertificate *certificate, GDateTime *now)
{
  GListStore *sections;

  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  sections = new_sections ();
  lk_describe_name (sections, "subject", _ ("Subject"), lk_certificate_get_subject (certificate),
                    lk_certificate_get_subject_item (certificate));
  lk_describe_name (sections, "issuer", _ ("Issuer"), lk_certificate_get_issuer (certificate),
                    lk_certificate_get_issuer_item (certificate));
  describe_validity (sections, certificate, now);
  describe_head (sections, certificate);
  lk_describe_key (sections, lk_certificate_get_public_key (certificate));
  lk_describe_extensions (sections, _ ("Extensions"), lk_certificate_get_extensions (certificate));
  describe_fingerprints (sections, certificate);
  describe_defects (sections, lk_certificate_get_defects (certificate));
  return G_LIST_MODEL (sections);
}

GListModel *
lk_describe_request (LkCertificateRequest *request)
{
  GListStore *sections;
  LkSection *section;
  GPtrArray *attributes;

  g_return_val_if_fail (LK_IS_CERTIFICATE_REQUEST (request), NULL);

  sections = new_sections ();
  lk_describe_name (sections, "subject", _ ("Subject"),
                    lk_certificate_request_get_subject (request),
                    lk_certificate_request_get_subject_item (request));
  section = lk_section_new ("request", _ ("Request"));
  lk_section_take (section, "version", _ ("Version"),
                   g_strdup_printf ("%u", lk_certificate_request_get_version (request)),
                   LK_FIELD_PLAIN);
  lk_describe_signature (section, lk_certificate_request_get_signature_algorithm (request), NULL);
  lk_section_add (section, "signature", _ ("Signature"),
                  lk_certificate_request_is_signature_valid (request)
                    ? _ ("Made with the key of the request")
                    : _ ("Does not fit the key of the request, or cannot be checked"),
                  LK_FIELD_PLAIN);
  lk_sections_take (sections, section);
  lk_describe_key (sections, lk_certificate_request_get_public_key (request));
  section = lk_section_new ("attributes", _ ("Attributes"));
  attributes = lk_certificate_request_get_attributes (request);
  for (guint i = 0; i < attributes->len; i++)
    {
      const LkRequestAttribute *attribute = g_ptr_array_index (attributes, i);
      g_autofree char *label = lk_oid_describe (attribute->oid);

      lk_section_add (section, attribute->oid, label, attribute->text, LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
  lk_describe_extensions (sections, _ ("Requested extensions"), lk_certificate_request_get_extensions (request));
  return G_LIST_MODEL (sections);
}

static void
describe_revoked (GListStore *sections, LkCrl *crl)
{
  LkSection *section = lk_section_new ("revoked", _ ("Revoked certificates"));
  g_autoptr (GPtrArray) entries = lk_crl_list_revoked (crl, MAX_REVOKED);

  lk_section_take (section, "revoked-count", _ ("Number"),
                   g_strdup_printf ("%u", lk_crl_get_revoked_count (crl)), LK_FIELD_PLAIN);
  for (guint i = 0; i < entries->len; i++)
    {
      const LkCrlEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *date = entry->time != NULL
                                ? g_date_time_format (entry->time, _ ("%Y-%m-%d %H:%M:%S UTC"))
                                : g_strdup ("?");
      g_autofree char *serial = lk_space_hex (entry->serial);

      lk_section_take (section, "revoked", serial,
                       entry->reason != NULL ? g_strdup_printf ("%s, %s", date, entry->reason)
                                             : g_strdup (date),
                       LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
}

GListModel *
lk_describe_crl (LkCrl *crl, GDateTime *now)
{
  GListStore *sections;
  LkSection *section;

  g_return_val_if_fail (LK_IS_CRL (crl), NULL);

  sections = new_sections ();
  lk_describe_name (sections, "issuer", _ ("Issuer"), lk_crl_get_issuer (crl), lk_crl_get_issuer_item (crl));
  section = lk_section_new ("crl", _ ("Revocation list"));
  lk_section_take (section, "version", _ ("Version"),
                   g_strdup_printf ("%u", lk_crl_get_version (crl)), LK_FIELD_PLAIN);
  lk_describe_time (section, "this-update", _ ("Issued"), lk_crl_get_this_update (crl), now);
  if (lk_crl_get_next_update (crl) != NULL)
    lk_describe_time (section, "next-update", _ ("Next issue"), lk_crl_get_next_update (crl), now);
  lk_describe_signature (section, lk_crl_get_signature_algorithm (crl), NULL);
  lk_sections_take (sections, section);
  lk_describe_extensions (sections, _ ("Extensions"), lk_crl_get_extensions (crl));
  describe_revoked (sections, crl);
  return G_LIST_MODEL (sections);
}

GListModel *
lk_describe_public_key (LkPublicKey *key)
{
  GListStore *sections;

  g_return_val_if_fail (LK_IS_PUBLIC_KEY (key), NULL);

  sections = new_sections ();
  lk_describe_key (sections, key);
  return G_LIST_MODEL (sections);
}

GListModel *
lk_describe_private_key (LkPrivateKey *key)
{
  GListStore *sections;
  LkSection *section;

  g_return_val_if_fail (LK_IS_PRIVATE_KEY (key), NULL);

  sections = new_sections ();
  section = lk_section_new ("private-key", _ ("Private key"));
  lk_section_add (section, "key-format", _ ("Format"), lk_private_key_get_format (key), LK_FIELD_PLAIN);
  lk_section_add (section, "key-encrypted", _ ("Encrypted"),
                  lk_private_key_is_encrypted (key) ? _ ("Yes")
                                                    : _ ("No: whoever has the file has the key"),
                  LK_FIELD_PLAIN);
  lk_section_add (section, "key-protection", _ ("Protection"), lk_private_key_get_protection (key), LK_FIELD_PLAIN);
  if (lk_private_key_get_public_key (key) == NULL)
    {
      lk_section_add (section, "key", _ ("Algorithm"), lk_private_key_get_algorithm (key), LK_FIELD_PLAIN);
      if (lk_private_key_get_bits (key) > 0)
        lk_section_take (section, "key-bits", _ ("Size"),
                         g_strdup_printf (_ ("%u bits"), lk_private_key_get_bits (key)),
                         LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
  if (lk_private_key_get_public_key (key) != NULL)
    lk_describe_key (sections, lk_private_key_get_public_key (key));
  return G_LIST_MODEL (sections);
}

static void
describe_mac (GListStore *sections, LkPkcs12 *pkcs12)
{
  LkSection *section = lk_section_new ("mac", _ ("Integrity"));

  if (!lk_pkcs12_has_mac (pkcs12))
    {
      lk_section_add (section, "mac", _ ("MAC"), _ ("None"), LK_FIELD_PLAIN);
    }
  else
    {
      lk_section_add (section, "mac", _ ("MAC"), lk_pkcs12_get_mac_algorithm (pkcs12), LK_FIELD_PLAIN);
      lk_section_take (
        section, "mac-iterations", _ ("Rounds"),
        g_strdup_printf ("%" G_GUINT64_FORMAT, lk_pkcs12_get_mac_iterations (pkcs12)),
        LK_FIELD_PLAIN);
      lk_section_add (section, "mac-verified", _ ("Verified"),
                      lk_pkcs12_is_mac_verified (pkcs12)
                        ? _ ("Yes")
                        : _ ("No: it does not fit, or is of a kind that is not supported"),
                      LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
}

static void
describe_bag (GListStore *sections, const LkPkcs12Bag *bag)
{
  LkSection *section = lk_section_new ("bag", bag->type);
  g_autofree char *safe = bag->safe != NULL ? lk_protection_to_text (bag->safe) : NULL;
  g_autofree char *own = bag->protection != NULL ? lk_protection_to_text (bag->protection) : NULL;

  lk_section_take (section, "bag-safe", _ ("Safe"), g_strdup_printf ("%u", bag->content), LK_FIELD_PLAIN);
  lk_section_add (section, "bag-safe-protection", _ ("Protection of the safe"), safe != NULL ? safe : _ ("None"), LK_FIELD_PLAIN);
  lk_section_add (section, "bag-protection", _ ("Protection of the key"), own, LK_FIELD_PLAIN);
  lk_section_add (section, "friendly-name", _ ("Friendly name"), bag->friendly_name, LK_FIELD_PLAIN);
  lk_section_take (section, "local-key-id", _ ("Local key identifier"), lk_space_hex (bag->local_key_id), LK_FIELD_MONOSPACE);
  lk_sections_take (sections, section);
}

GListModel *
lk_describe_pkcs12 (LkPkcs12 *pkcs12)
{
  GListStore *sections;
  GPtrArray *bags;

  g_return_val_if_fail (LK_IS_PKCS12 (pkcs12), NULL);

  sections = new_sections ();
  describe_mac (sections, pkcs12);
  bags = lk_pkcs12_get_bags (pkcs12);
  for (guint i = 0; i < bags->len; i++)
    describe_bag (sections, g_ptr_array_index (bags, i));
  return G_LIST_MODEL (sections);
}

static GListModel *
describe_problem (LkItem *item)
{
  GListStore *sections = new_sections ();
  LkSection *section = lk_section_new ("object", _ ("Object"));

  lk_section_take (section, "number", _ ("Number in the file"),
                   g_strdup_printf ("%u", lk_item_get_number (item)), LK_FIELD_PLAIN);
  lk_section_take (section, "offset", _ ("Position"),
                   g_strdup_printf (_ ("Byte %zu"), lk_item_get_offset (item)), LK_FIELD_PLAIN);
  lk_section_add (section, "label", _ ("Label"), lk_item_get_label (item), LK_FIELD_PLAIN);
  lk_section_add (section, "problem",
                  lk_item_get_kind (item) == LK_ITEM_UNREADABLE ? _ ("Problem") : _ ("Kind"),
                  lk_item_get_problem (item), LK_FIELD_PLAIN);
  lk_sections_take (sections, section);
  return G_LIST_MODEL (sections);
}

/* A key that stays locked says why. */
static GListModel *
describe_key_item (LkItem *item)
{
  GListModel *sections = lk_describe_private_key (lk_item_get_private_key (item));
  g_autoptr (LkSection) first = g_list_model_get_item (sections, 0);

  lk_section_add (first, "problem", _ ("Problem"), lk_item_get_problem (item), LK_FIELD_PLAIN);
  return sections;
}

GListModel *
lk_describe_item (LkItem *item, GDateTime *now)
{
  g_return_val_if_fail (LK_IS_ITEM (item), NULL);

  switch (lk_item_get_kind (item))
    {
    case LK_ITEM_CERTIFICATE:
      return lk_describe_certificate (lk_item_get_certificate (item), now);
    case LK_ITEM_REQUEST:
      return lk_describe_request (lk_item_get_request (item));
    case LK_ITEM_CRL:
      return lk_describe_crl (lk_item_get_crl (item), now);
    case LK_ITEM_PRIVATE_KEY:
      return describe_key_item (item);
    case LK_ITEM_PUBLIC_KEY:
      return lk_describe_public_key (lk_item_get_public_key (item));
    case LK_ITEM_OTHER:
    case LK_ITEM_UNREADABLE:
    default:
      return describe_problem (item);
    }
}

static void
append_field (GString *text, LkField *field)
{
  g_auto (GStrv) lines = g_strsplit (lk_field_get_value (field), "\n", -1);

  g_string_append_printf (text, "  %s%s:", lk_field_get_label (field),
                          lk_field_is_critical (field) ? _ (" (critical)") : "");
  if (lines[0] != NULL && lines[1] == NULL)
    g_string_append_printf (text, " %s\n", lines[0]);
  else
    for (char **line = lines; *line != NULL; line++)
      g_string_append_printf (text, "%s    %s%s", line == lines ? "\n" : "", *line, "\n");
}

char *
lk_description_to_text (GListModel *sections)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (LkSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = lk_section_get_fields (section);

      g_string_append_printf (text, "%s%s\n", i > 0 ? "\n" : "", lk_section_get_title (section));
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (LkField) field = g_list_model_get_item (fields, j);

          append_field (text, field);
        }
    }
  return g_string_free (text, FALSE);
}
