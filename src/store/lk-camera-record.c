/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store/lk-camera-record.h"

struct _LkCameraRecord
{
  GObject parent_instance;

  LkCameraRecordFields fields;
};

G_DEFINE_FINAL_TYPE (LkCameraRecord, lk_camera_record, G_TYPE_OBJECT)

/* The strings of the fields, all of them owned by the record. */
static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (LkCameraRecordFields, id),
  G_STRUCT_OFFSET (LkCameraRecordFields, name),
  G_STRUCT_OFFSET (LkCameraRecordFields, uri),
  G_STRUCT_OFFSET (LkCameraRecordFields, driver),
  G_STRUCT_OFFSET (LkCameraRecordFields, profile),
  G_STRUCT_OFFSET (LkCameraRecordFields, user),
  G_STRUCT_OFFSET (LkCameraRecordFields, pin),
  G_STRUCT_OFFSET (LkCameraRecordFields, personal),
};

static void
lk_camera_record_finalize (GObject *object)
{
  LkCameraRecord *self = LK_CAMERA_RECORD (object);

  for (gsize i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    g_free (G_STRUCT_MEMBER (char *, &self->fields, string_offsets[i]));

  G_OBJECT_CLASS (lk_camera_record_parent_class)->finalize (object);
}

static void
lk_camera_record_class_init (LkCameraRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_camera_record_finalize;
}

static void
lk_camera_record_init (LkCameraRecord *self)
{
}

LkCameraRecord *
lk_camera_record_new (const LkCameraRecordFields *fields)
{
  LkCameraRecord *self;

  g_return_val_if_fail (fields != NULL && fields->uri != NULL, NULL);

  self = g_object_new (LK_TYPE_CAMERA_RECORD, NULL);
  self->fields = *fields;
  for (gsize i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    {
      char **member = &G_STRUCT_MEMBER (char *, &self->fields, string_offsets[i]);

      *member = g_strdup (*member);
    }
  if (self->fields.id == NULL)
    self->fields.id = g_uuid_string_random ();
  if (self->fields.name == NULL)
    self->fields.name = g_strdup (self->fields.uri);
  if (self->fields.driver == NULL)
    self->fields.driver = g_strdup ("auto");
  return self;
}

const LkCameraRecordFields *
lk_camera_record_get_fields (LkCameraRecord *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_RECORD (self), NULL);

  return &self->fields;
}

const char *
lk_camera_record_get_id (LkCameraRecord *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_RECORD (self), NULL);

  return self->fields.id;
}
