/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What there is to say of the file that an object came from. */

#include "config.h"

#include "certificate/lk-description-private.h"

#include <glib/gi18n-lib.h>

static const struct
{
  LkTextOddity oddity;
  const char *text;
} oddities[] = {
  { LK_TEXT_BOM, N_ ("begins with a byte order mark") },
  { LK_TEXT_WIDE, N_ ("is written in wide characters") },
  { LK_TEXT_CR_ONLY, N_ ("ends its lines with CR alone") },
  { LK_TEXT_CRLF, N_ ("ends its lines with CR and LF") },
  { LK_TEXT_NUL, N_ ("contains NUL bytes") },
  { LK_TEXT_INDENTED, N_ ("is indented") },
  { LK_TEXT_LONG_LINES, N_ ("has long lines") },
  { LK_TEXT_EXTRA, N_ ("has text around the blocks") },
  { LK_TEXT_ODD_LABEL, N_ ("has an unusual label") },
  { LK_TEXT_BAD_END, N_ ("has a wrong or missing END line") },
};

static char *
dup_oddities (LkTextOddity found)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (oddities); i++)
    if (found & oddities[i].oddity)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _ (oddities[i].text));
  return g_string_free (text, FALSE);
}

/* In words, whether the key that makes a certificate useful lies beside it. */
static const char *
describe_key (LkBundle *bundle, LkCertificate *certificate)
{
  GListModel *items = lk_bundle_get_items (bundle);
  guint keys = lk_bundle_count (bundle, LK_ITEM_PRIVATE_KEY);

  for (guint i = 0; keys > 0 && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkItem) item = g_list_model_get_item (items, i);
      LkPrivateKey *key = lk_item_get_private_key (item);

      if (key == NULL)
        continue;
      if (g_strcmp0 (lk_private_key_get_spki_sha256 (key),
                     lk_certificate_get_spki_sha256 (certificate)) == 0)
        return _ ("In the same file, and it fits this certificate");
      if (lk_private_key_is_locked (key))
        return _ ("One in the same file is locked: whether it fits cannot be told");
    }
  if (keys > 0)
    return _ ("The one in the same file belongs to another certificate");
  return lk_bundle_has_private_key (bundle) ? _ ("There is one in the same file, but it cannot be read") : _ ("Not in this file");
}

static void
describe_object (LkSection *section, LkBundle *bundle, LkItem *item)
{
  LkCertificate *certificate = lk_item_get_certificate (item);

  lk_section_take (section, "number", _ ("Number in the file"),
                   g_strdup_printf ("%u", lk_item_get_number (item)), LK_FIELD_PLAIN);
  lk_section_add (section, "item-friendly-name", _ ("Friendly name"), lk_item_get_friendly_name (item), LK_FIELD_PLAIN);
  lk_section_take (section, "item-local-key-id", _ ("Local key identifier"),
                   lk_space_hex (lk_item_get_local_key_id (item)), LK_FIELD_MONOSPACE);
  if (certificate != NULL)
    lk_section_add (section, "file-key", _ ("Private key"), describe_key (bundle, certificate), LK_FIELD_PLAIN);
}

static void
describe_whole (LkSection *section, LkBundle *bundle)
{
  guint count = g_list_model_get_n_items (lk_bundle_get_items (bundle));
  const char *key = lk_bundle_has_private_key (bundle) ? _ ("Contained: keep this file secret") : _ ("None");

  lk_section_take (section, "file-objects", _ ("Objects"), g_strdup_printf ("%u", count), LK_FIELD_PLAIN);
  lk_section_add (section, "file-key", _ ("Private key"), key, LK_FIELD_PLAIN);
}

GListModel *
lk_describe_file (LkBundle *bundle, LkItem *item)
{
  GListStore *sections;
  LkSection *section;

  g_return_val_if_fail (LK_IS_BUNDLE (bundle), NULL);

  sections = g_list_store_new (LK_TYPE_SECTION);
  section = lk_section_new ("file", _ ("File"));
  lk_section_add (section, "file-name", _ ("Name"), lk_bundle_get_name (bundle), LK_FIELD_PLAIN);
  lk_section_add (section, "file-format", _ ("Format"), lk_bundle_get_format_name (bundle), LK_FIELD_PLAIN);
  lk_section_take (section, "file-size", _ ("Size"),
                   g_format_size_full (lk_bundle_get_size (bundle), G_FORMAT_SIZE_LONG_FORMAT),
                   LK_FIELD_PLAIN);
  if (lk_bundle_get_format (bundle) == LK_BUNDLE_PEM ||
      lk_bundle_get_format (bundle) == LK_BUNDLE_BASE64)
    {
      lk_section_add (section, "file-encoding", _ ("Encoding"), lk_bundle_get_encoding (bundle), LK_FIELD_PLAIN);
      lk_section_take (section, "file-oddities", _ ("The text"),
                       dup_oddities (lk_bundle_get_text_oddities (bundle)), LK_FIELD_PLAIN);
    }
  if (item != NULL)
    describe_object (section, bundle, item);
  else
    describe_whole (section, bundle);
  lk_sections_take (sections, section);
  return G_LIST_MODEL (sections);
}
